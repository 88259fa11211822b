import { attention, conv2d, groupNorm, linear, upsample2x } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import type { TensorFunction } from "../../api/engine.ts";
import type { Signature } from "../../api/signature.ts";
import { sizeOf } from "../../graph/shape.ts";

const channels = 8;
const filter = { shape: [3, 3, channels, channels], dtype: "float32" } as const;
const perChannel = { shape: [channels], dtype: "float32" } as const;

/** Parameters of the test network. */
const parameters = {
  "first.filter": filter,
  "first.bias": perChannel,
  gamma: perChannel,
  beta: perChannel,
  "down.filter": filter,
  "down.bias": perChannel,
  "linear.weight": { shape: [channels, channels], dtype: "float32" },
  "linear.bias": perChannel,
  "last.filter": filter,
  "last.bias": perChannel,
} as const satisfies Signature;

const signature: Signature = { x: { shape: [2, 6, 6, channels], dtype: "float32" }, ...parameters };

/** Gradients of Σ y²/n of a network with each layer of `@cellgen/nn`, with one downsampling and upsampling. */
const fn: TensorFunction = ({ x, ...weights }) => {
  const names = Object.keys(parameters);
  const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
    const get = <T extends tf.Tensor>(name: keyof typeof parameters) => tensors[names.indexOf(name)] as T;
    const convolved = (image: tf.Tensor4D, name: "first" | "down" | "last", strides: 1 | 2 = 1) =>
      conv2d(image, get(`${name}.filter`), get(`${name}.bias`), { strides, pads: [1, 1, 1, 1] });
    const norm = { groups: 2, epsilon: 1e-5, silu: true };
    const first = groupNorm(convolved(x as tf.Tensor4D, "first"), get("gamma"), get("beta"), norm);
    const down = convolved(first, "down", 2);
    const places: tf.Tensor3D = tf.reshape(down, [2, 9, channels]);
    const seen = attention(linear(places, get("linear.weight"), get("linear.bias")), places, places, 0.5);
    const up = upsample2x(tf.reshape(tf.add(places, seen), [2, 3, 3, channels]));
    return tf.mean(tf.square(convolved(tf.add(up, first), "last"))) as tf.Scalar;
  })(names.map((name) => weights[name]!));
  return { loss: value, ...Object.fromEntries(names.map((name, i) => [`d ${name}`, grads[i]!])) };
};

/** Training step for testing a machine, with its inputs. */
export const probeStep: {
  readonly fn: TensorFunction;
  readonly signature: Signature;
  readonly inputs: Readonly<Record<string, Float32Array>>;
} = {
  fn,
  signature,
  inputs: Object.fromEntries(
    Object.entries(signature).map(([name, { shape }], k) => [
      name,
      Float32Array.from({ length: sizeOf(shape) }, (_, i) => 0.5 * Math.sin((2 * k + 1) * (i + 1))),
    ]),
  ),
};
