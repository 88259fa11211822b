import { expect, it } from "vitest";
import * as api from "../src/index.ts";
import * as node from "../src/node.ts";

it("the public API of @cellgen/engine", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "countFlops",
      "engineNames",
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
