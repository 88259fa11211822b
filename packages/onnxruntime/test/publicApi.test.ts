import { expect, it } from "vitest";
import * as api from "../src/index.ts";

it("the public API of @cellgen/onnxruntime", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "InferenceSession",
      "Tensor",
      "env",
      "listSupportedBackends",
    ]
  `);
});
