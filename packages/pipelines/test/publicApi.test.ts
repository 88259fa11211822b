import { expect, it } from "vitest";
import * as api from "../src/index.ts";
import * as node from "../src/node.ts";

it("the public API of @cellgen/pipelines", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "createGenerator",
      "createImageDenoiser",
      "createInpainter",
      "createInterpolator",
      "createTranslator",
      "inpaintPresets",
      "mirroredImage",
      "noiseScheduleOf",
      "nullClassOf",
      "parametersFromHuggingFace",
      "parametersToHuggingFace",
      "parseModelCard",
      "plainRange",
      "plainValues",
      "readModel",
      "schedulerConfig",
      "schedulerConfigFromHuggingFace",
      "schedulerConfigToHuggingFace",
      "tiledDenoiser",
    ]
  `);
});
it("the public API of @cellgen/pipelines/node", () => {
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
    [
      "loadModel",
      "saveModel",
    ]
  `);
});
