import type { Engine, TensorSpec } from "@cellgen/engine";
import * as tf from "@tensorflow/tfjs-core";
import { fromHuggingFaceLayout, type LayoutTensor, unet, unetConfigFromHuggingFace } from "../src/index.ts";
import { type GoldenModel, goldenInputs, toNhwc } from "./goldenModel.ts";

/** How far an engine is from PyTorch. */
export interface GoldenDeviation {
  /** The largest difference of the outputs, in shares of the largest value. */
  readonly output: number;
  readonly loss: number;
  /** The largest difference of each gradient, in shares of the largest gradient. */
  readonly gradients: Readonly<Record<string, number>>;
}

/** Computes a golden model's output and the gradients of mean((output − target)²) by each parameter and by the images. */
export async function goldenDeviation(engine: Engine, golden: GoldenModel): Promise<GoldenDeviation> {
  const network = unet(unetConfigFromHuggingFace(golden.config));
  const names = Object.keys(network.parameterShapes);
  const inputs: Readonly<Record<string, LayoutTensor>> = { ...golden.parameters, ...golden.io };
  const classes = "class_labels" in inputs ? ["class_labels"] : [];
  const used = [...names, "sample", "timestep", "target", ...classes];

  const compute = (given: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> => {
    const { xt, t, condition } = goldenInputs(network, given);
    const target = toNhwc(given["target"]!);
    const outputOf = (variables: readonly tf.Tensor[]): tf.Tensor => {
      const params = Object.fromEntries(names.map((name, i) => [name, variables[i]!]));
      return network.apply(params, variables.at(-1) as tf.Tensor4D, t, condition);
    };
    const variables = [...names.map((name) => given[name]!), xt];
    const { value, grads } = tf.valueAndGrads((...moved) =>
      tf.mean(tf.square(tf.sub(outputOf(moved), target))),
    )(variables);
    return {
      ...Object.fromEntries(names.map((name, i) => [`gradient of ${name}`, grads[i]!])),
      "gradient of input.sample": grads.at(-1)!,
      loss: value,
      result: outputOf(variables),
    };
  };

  const signature = Object.fromEntries(used.map((name) => [name, floats(inputs[name]!)]));
  const arrays = Object.fromEntries(used.map((name) => [name, inputs[name]!.data]));
  const compiled = await engine.compile(compute, signature);
  const computed = await compiled(arrays);
  await compiled.dispose();

  const { loss, ...gradients } = golden.grads;
  const missing = [...names, "input.sample"].filter((name) => !gradients[name]);
  if (missing.length > 0) throw new Error(`no golden gradients of ${missing.join(", ")}`);
  const largest = Math.max(...Object.values(gradients).map(({ data }) => peak(data)));
  const deviationOf = (name: string, gradient: LayoutTensor): number => {
    const expected = name === "input.sample" ? channelsLast(gradient) : fromHuggingFaceLayout(name, gradient);
    return difference(expected.data, computed[`gradient of ${name}`]!) / largest;
  };
  const { data: output } = channelsLast(golden.io["output"]!);
  return {
    output: difference(output, computed["result"]!) / peak(output),
    loss: Math.abs(computed["loss"]![0]! - loss!.data[0]!),
    gradients: Object.fromEntries(
      Object.entries(gradients).map(([name, gradient]) => [name, deviationOf(name, gradient)]),
    ),
  };
}

function floats({ shape }: LayoutTensor): TensorSpec {
  return { shape, dtype: "float32" };
}

function difference(expected: ArrayLike<number>, values: ArrayLike<number>): number {
  if (expected.length !== values.length) return Number.POSITIVE_INFINITY;
  return peak(Array.from(expected, (value, i) => value - values[i]!));
}

/** NaN if one is. */
function peak(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!));
  return largest;
}

function channelsLast({ shape, data }: LayoutTensor): LayoutTensor {
  return tf.tidy(() => {
    const nhwc = toNhwc(tf.tensor(data, [...shape]));
    return { shape: nhwc.shape, data: nhwc.dataSync() as Float32Array };
  });
}
