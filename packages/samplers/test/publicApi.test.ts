import { expect, it } from "vitest";
import * as api from "../src/index.ts";

it("the public API of @cellgen/samplers", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "dpmppTimesteps",
      "guidedDenoiser",
      "invertDdim",
      "repaint",
      "repaintSteps",
      "sampleDdim",
      "sampleDdpm",
      "sampleDpmpp2m",
      "seededNoise",
    ]
  `);
});
