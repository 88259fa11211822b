import { expect, it } from "vitest";
import * as api from "../src/index.ts";

it("the public API of @cellgen/diffusion", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "pSample",
      "predictNoise",
      "predictXStart",
      "predictionTarget",
      "qPosterior",
      "qSample",
      "qStep",
      "simpleLoss",
      "velocity",
    ]
  `);
});
