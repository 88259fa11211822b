import "@tensorflow/tfjs-backend-cpu";
import type { Engine, EngineName, EngineOptions, TensorSpec } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeEngines } from "../../../test/nodeEngines.ts";
import { fromHuggingFaceLayout, type LayoutTensor, unet, unetConfigFromHuggingFace } from "../src/index.ts";
import { goldenConfig, goldenInputs, goldenParameters, goldenTensors, toNhwc } from "./golden.ts";

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
const small = ["class_embedding", "mid_scale_sqrt2"];

const kinds: readonly (readonly [title: string, name: EngineName, options: EngineOptions])[] = [
  ...nodeEngines.map((name) => [name, name, {}] as const),
  ["onnx on plain operators", "onnx", { blocks: false }],
];

describe.each(kinds)("on the engine %s", (_, name, options) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine(name, options);
  });
  afterAll(() => engine.dispose());

  test.each(name === "wasm" || name === "cpu" ? small : models)(
    "the output of %s, and the gradients of mean((output − target)²), are PyTorch's within 1e-5 of the largest",
    (model) => checkModel(model, engine),
  );
});

async function checkModel(model: string, engine: Engine): Promise<void> {
  const network = unet(unetConfigFromHuggingFace(goldenConfig(model)));
  const stored = goldenParameters(model);
  const names = Object.keys(network.parameterShapes);
  const inputs = { ...stored, ...goldenTensors(model, "io") };
  const used = [
    ...names,
    "sample",
    "timestep",
    "target",
    ...("class_labels" in inputs ? ["class_labels"] : []),
  ];

  const gradients = (given: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> => {
    const { xt, t, condition } = goldenInputs(network, given);
    const target = toNhwc(given["target"]!);
    const params = Object.fromEntries(names.map((name) => [name, given[name]!]));
    const loss = (...variables: tf.Tensor[]): tf.Scalar => {
      const varied = Object.fromEntries(names.map((name, i) => [name, variables[i]!]));
      const output = network.apply(varied, variables.at(-1) as tf.Tensor4D, t, condition);
      return tf.mean(tf.square(tf.sub(output, target)));
    };
    const { value, grads } = tf.valueAndGrads(loss)([...names.map((name) => given[name]!), xt]);
    return {
      ...Object.fromEntries(names.map((name, i) => [`gradient of ${name}`, grads[i]!])),
      "gradient of input.sample": grads.at(-1)!,
      output: network.apply(params, xt, t, condition),
      loss: value,
    };
  };

  const signature = Object.fromEntries(used.map((name) => [name, floats(inputs[name]!)]));
  const arrays = Object.fromEntries(used.map((name) => [name, inputs[name]!.data]));
  const compiled = await engine.compile(gradients, signature);
  const computed = await compiled(arrays);
  await compiled.dispose();

  const { data: output } = channelsLast(inputs["output"]!);
  const missed = peak(output.map((value, i) => value - computed["output"]![i]!));
  expect(missed / peak(output)).toBeLessThan(1e-5);
  const { loss, ...golden } = goldenTensors(model, "grads");
  expect(computed["loss"]![0]).toBeCloseTo(loss!.data[0]!, 5);
  expect(Object.keys(golden).sort()).toEqual([...names, "input.sample"].sort());
  const largest = Math.max(...Object.values(golden).map(({ data }) => peak(data)));
  for (const [name, gradient] of Object.entries(golden)) {
    const expected = name === "input.sample" ? channelsLast(gradient) : fromHuggingFaceLayout(name, gradient);
    const values = computed[`gradient of ${name}`]!;
    expect(values.length, name).toBe(expected.data.length);
    expect(peak(expected.data.map((value, i) => value - values[i]!)) / largest, name).toBeLessThan(1e-5);
  }
}

function floats({ shape }: LayoutTensor): TensorSpec {
  return { shape, dtype: "float32" };
}

function peak(values: Iterable<number>): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}

function channelsLast({ shape, data }: LayoutTensor): LayoutTensor {
  return tf.tidy(() => {
    const nhwc = toNhwc(tf.tensor(data, [...shape]));
    return { shape: nhwc.shape, data: nhwc.dataSync() as Float32Array };
  });
}
