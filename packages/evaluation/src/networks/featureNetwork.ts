import { conv2d } from "@cellgen/nn";
import { randomStream } from "@cellgen/random";
import * as tf from "@tensorflow/tfjs-core";
import type { ImageSet } from "../measures/imageSet.ts";

/** Image size that the network accepts. */
export interface NetworkInput {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Number of features per image. */
export const FEATURES = 64;

/** Larger images are halved until they are at most this wide, before any convolution. */
const MAX_SIDE = 32;

interface Layer {
  readonly name: string;
  readonly strides: 1 | 2;
  readonly inputs: number;
  readonly outputs: number;
}

/** Convolution layers, from input to output. */
function layersOf({ height, width, channels }: NetworkInput): Layer[] {
  const layers: Layer[] = [];
  const add = (strides: 1 | 2, outputs: number): void => {
    const inputs = layers.at(-1)?.outputs ?? channels;
    layers.push({ name: `conv${layers.length}`, strides, inputs, outputs });
  };
  let side = Math.max(height, width);
  if (side <= MAX_SIDE) add(1, 32);
  for (; side > MAX_SIDE; side = Math.ceil(side / 2)) add(2, 32);
  add(2, 64);
  add(1, 64);
  add(2, 64);
  add(1, FEATURES);
  return layers;
}

/** Return the shapes of the parameters by name: HWIO filters and biases. */
export function networkShapes(input: NetworkInput): Record<string, readonly number[]> {
  return Object.fromEntries(
    layersOf(input).flatMap(({ name, inputs, outputs }) => [
      [`${name}.filter`, [3, 3, inputs, outputs]],
      [`${name}.bias`, [outputs]],
    ]),
  );
}

/**
 * Apply a small convolutional network: 3x3 convolutions with SiLU, two downsamplings (more for images above 32 pixels), then global average
 * pooling. There is no normalization per image, so that the features depend on brightness, color and contrast.
 *
 * @param parameters - Parameters of `networkShapes`, and `input.mean` and `input.deviation`, `[channels]`, of the set's pixels.
 * @param images - `[batch, height, width, channels]`, in [-1, 1].
 * @returns New tensor `[batch, 64]`. Dispose of it after use.
 */
export function networkFeatures(
  input: NetworkInput,
  parameters: Readonly<Record<string, tf.Tensor>>,
  images: tf.Tensor4D,
): tf.Tensor2D {
  return tf.tidy(() => {
    let x = tf.div(tf.sub(images, parameters["input.mean"]!), parameters["input.deviation"]!) as tf.Tensor4D;
    for (const { name, strides } of layersOf(input)) {
      const filter = parameters[`${name}.filter`] as tf.Tensor4D;
      const y = conv2d(x, filter, parameters[`${name}.bias`] as tf.Tensor1D, { strides, pads: [1, 1, 1, 1] });
      x = tf.mul(y, tf.sigmoid(y));
    }
    return tf.mean(x, [1, 2]) as tf.Tensor2D;
  });
}

/**
 * Initialize the parameters: filters and matrices from U(-b, b) with b = √(6 / inputs), which preserves the variance across layers; zero biases.
 *
 * @see He et al. 2015, arXiv:1502.01852, Eq. 10.
 */
export function firstParameters(
  shapes: Readonly<Record<string, readonly number[]>>,
  seed: number,
): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape], index) => {
      const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
      if (shape.length > 1) {
        const bound = Math.sqrt(6 / (values.length / shape.at(-1)!));
        randomStream(seed, "evaluationInit", index).fillUniform(values);
        for (let i = 0; i < values.length; i++) values[i] = (2 * values[i]! - 1) * bound;
      }
      return [name, values];
    }),
  );
}

/** Compute the mean and standard deviation of each channel over a set, as network parameters. */
export function channelStatistics({ values, channels }: ImageSet): Record<string, Float32Array> {
  const pixels = values.length / channels;
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (let i = 0; i < values.length; i++) {
    sums[i % channels]! += values[i]!;
    squares[i % channels]! += values[i]! ** 2;
  }
  const mean = Float32Array.from(sums, (sum) => sum / pixels);
  // Avoid a division by zero for sets of one color.
  const deviation = Float32Array.from(squares, (sum, c) =>
    Math.max(Math.sqrt(Math.max(sum / pixels - mean[c]! ** 2, 0)), 1e-3),
  );
  return { "input.mean": mean, "input.deviation": deviation };
}
