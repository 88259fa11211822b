import { expect, it } from "vitest";
import * as api from "../src/index.ts";
import * as node from "../src/node.ts";

it("the public API of @cellgen/evaluation", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "cellFeatureExtractor",
      "classSeen",
      "describeEvaluation",
      "evaluateImages",
      "featureDistances",
      "isClassifier",
      "loadNetwork",
      "memorisation",
      "percent",
      "trainClassifier",
      "trainContrastive",
      "usefulness",
    ]
  `);
});

it("the public API of @cellgen/evaluation/node", () => {
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
    [
      "onnxFeatures",
      "readNetwork",
      "writeNetwork",
    ]
  `);
});
