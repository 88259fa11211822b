import { type SamplerNoise, seededNoise } from "@cellgen/samplers";
import * as tf from "@tensorflow/tfjs-core";
import { sphericalInterpolation } from "./sphericalInterpolation.ts";

/** The noise of one image: that of `SamplerNoise`, as values. */
export interface ImageNoise {
  initial(): Float32Array;
  step(index: number): Float32Array;
}

type ImageShape = readonly [height: number, width: number, channels: number];

/** The noise of image 0 of a seed. */
export function seedNoise(seed: number, shape: ImageShape): ImageNoise {
  const noise = seededNoise(seed, [0], shape);
  const take = (tensor: tf.Tensor4D): Float32Array => {
    const values = tensor.dataSync<"float32">();
    tensor.dispose();
    return values;
  };
  return { initial: () => take(noise.initial()), step: (index) => take(noise.step(index)) };
}

/** Noise between that of two images: at each place of a batch, that of its position on the sphere. */
export function noiseBetween(
  from: ImageNoise,
  to: ImageNoise,
  positions: readonly number[],
  shape: ImageShape,
): SamplerNoise {
  const between = (a: Float32Array, b: Float32Array): tf.Tensor4D => {
    const batch = new Float32Array(positions.length * a.length);
    for (const [place, position] of positions.entries()) {
      batch.set(sphericalInterpolation(a, b, position), place * a.length);
    }
    return tf.tensor4d(batch, [positions.length, ...shape]);
  };
  return {
    initial: () => between(from.initial(), to.initial()),
    step: (index) => between(from.step(index), to.step(index)),
  };
}
