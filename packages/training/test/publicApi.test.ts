import { expect, it } from "vitest";
import * as api from "../src/index.ts";
import * as nodeApi from "../src/node.ts";

it("the public API of @cellgen/training", () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "NonFiniteStepError",
      "adamw",
      "cosineLearningRate",
      "createTrainer",
      "emaDecay",
      "flatMemory",
      "trainingStep",
    ]
  `);
});

it("the public API of @cellgen/training/node", () => {
  expect(Object.keys(nodeApi).sort()).toMatchInlineSnapshot(`
    [
      "CheckpointError",
      "loadCheckpoint",
      "saveCheckpoint",
    ]
  `);
});
