import "@tensorflow/tfjs-backend-cpu";
import type { Engine, EngineChoice, EngineOptions } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { longForm } from "../../../test/longForm.ts";
import { nodeEngines } from "../../../test/nodeEngines.ts";
import { goldenModel } from "./golden.ts";
import { goldenDeviation } from "./goldenDeviation.ts";

const models = [
  "class_embedding",
  "ddpm_cifar10_like",
  "default_small",
  "mid_scale_sqrt2",
  "multihead",
  "no_mid_attention",
  "non_square_24x40",
  "scale_shift",
  "time_learned",
];

/** Engines that compute operation by operation take a second each for some of them. */
const small = longForm ? ["class_embedding", "mid_scale_sqrt2"] : ["class_embedding"];

const kinds: readonly (readonly [
  title: string,
  name: EngineChoice,
  options: EngineOptions,
  models: readonly string[],
])[] = [
  ...nodeEngines.map((name) => [name, name, {}, name === "wasm" || name === "cpu" ? small : models] as const),
  ["onnx on plain operators", "onnx", { blocks: false }, longForm ? models : small],
];

describe.each(kinds)("on the engine %s", (_, name, options, models) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine(name, options);
  });
  afterAll(() => engine.dispose());

  test.each(models)(
    "the output of %s, and the gradients of mean((output − target)²), are PyTorch's within 1e-5 of the largest",
    (model) => checkModel(model, engine),
  );
});

async function checkModel(model: string, engine: Engine): Promise<void> {
  const { output, loss, gradients } = await goldenDeviation(engine, goldenModel(model));
  expect(output).toBeLessThan(1e-5);
  expect(loss).toBeLessThan(5e-6);
  for (const [name, deviation] of Object.entries(gradients)) expect(deviation, name).toBeLessThan(1e-5);
}
