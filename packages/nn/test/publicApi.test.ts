import { expect, it } from "vitest";
import * as api from "../src/index.ts";

it("the public API of @cellgen/nn", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "attention",
      "conv2d",
      "groupNorm",
      "kernelNames",
      "linear",
      "silu",
      "upsample2x",
    ]
  `);
});
