import { expect, it } from "vitest";
import * as api from "../src/index.ts";
import * as node from "../src/node.ts";
import * as web from "../src/web.ts";

it("the public API of @cellgen/engine", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "EngineUnavailableError",
      "NaNInputError",
      "OutOfMemoryError",
      "UnsupportedOperationError",
      "countFlops",
      "engineNames",
      "executionProviders",
      "registerGradients",
      "traceToOnnx",
    ]
  `);
});

it("the public API of @cellgen/engine/node", () => {
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
    [
      "createEngine",
      "listEngines",
    ]
  `);
});

it("the public API of @cellgen/engine/web is that of @cellgen/engine/node", () => {
  expect(Object.keys(web).sort()).toEqual(Object.keys(node).sort());
});
