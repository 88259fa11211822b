import "@tensorflow/tfjs-backend-cpu";
import { type Engine, registerGradients, type TensorSpec } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

type EngineKind = "onnx" | "onnx on plain operators" | "cpu";
let engines: Readonly<Record<EngineKind, Engine>>;
beforeAll(async () => {
  engines = {
    onnx: await createEngine("onnx"),
    "onnx on plain operators": await createEngine("onnx", { blocks: false }),
    cpu: await createEngine("cpu"),
  };
  registerGradients();
});
afterAll(() => Promise.all(Object.values(engines).map((engine) => engine.dispose())));

describe("the gradients of mean((output − target)²) are PyTorch's within 1e-5 of the largest", () => {
  test.each(models)("%s, on the engine onnx", (name) => checkGradients(name, "onnx"));
  test.each(models)("%s, on the engine onnx on plain operators", (name) =>
    checkGradients(name, "onnx on plain operators"),
  );
  test.each(["class_embedding", "mid_scale_sqrt2"])("%s, on the engine cpu", (name) =>
    checkGradients(name, "cpu"),
  );
});

async function checkGradients(model: string, engineName: EngineKind): Promise<void> {
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
    const loss = (...variables: tf.Tensor[]): tf.Scalar => {
      const params = Object.fromEntries(names.map((name, i) => [name, variables[i]!]));
      const output = network.apply(params, variables.at(-1) as tf.Tensor4D, t, condition);
      return tf.mean(tf.square(tf.sub(output, target)));
    };
    const { value, grads } = tf.valueAndGrads(loss)([...names.map((name) => given[name]!), xt]);
    return {
      ...Object.fromEntries(names.map((name, i) => [`gradient of ${name}`, grads[i]!])),
      "gradient of input.sample": grads.at(-1)!,
      loss: value,
    };
  };

  const signature = Object.fromEntries(used.map((name) => [name, floats(inputs[name]!)]));
  const arrays = Object.fromEntries(used.map((name) => [name, inputs[name]!.data]));
  const compiled = await engines[engineName].compile(gradients, signature);
  const computed = await compiled(arrays);
  await compiled.dispose();

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
