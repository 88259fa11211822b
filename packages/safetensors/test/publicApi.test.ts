import { expect, it } from "vitest";
import * as api from "../src/index.ts";
import * as node from "../src/node.ts";

it("the public API of @cellgen/safetensors", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "SafetensorsError",
      "decodeSafetensors",
      "encodeSafetensors",
      "safetensorsDtypes",
      "toFloat16",
      "toFloat32",
    ]
  `);
});

it("the public API of @cellgen/safetensors/node", () => {
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
    [
      "readSafetensors",
      "writeSafetensors",
    ]
  `);
});
