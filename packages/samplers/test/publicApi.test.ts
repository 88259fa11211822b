import { expect, it } from "vitest";
import * as api from "../src/index.ts";

it("the public API of @cellgen/samplers", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "dpmppTimesteps",
      "guidedDenoiser",
      "sampleDdim",
      "sampleDdpm",
      "sampleDpmpp2m",
      "seededNoise",
    ]
  `);
});
