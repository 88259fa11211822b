import { expect, it } from "vitest";
import * as api from "../src/index.ts";

it("the public API of @cellgen/unet", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "fromHuggingFaceLayout",
      "timestepEmbedding",
      "toHuggingFaceLayout",
      "unet",
      "unetConfig",
      "unetConfigFromHuggingFace",
      "unetConfigToHuggingFace",
    ]
  `);
});
