import * as tf from "@tensorflow/tfjs-core";

/**
 * Turn a TensorFlow.js function into a denoiser on arrays, for the samplers of `@cellgen/samplers`.
 *
 * ```ts
 * const denoiser = tensorDenoiser((xt, t) => network.apply(parameters, xt, t), [32, 32, 1]);
 * const images = await sampleDdim(denoiser, seededNoise(0, [0, 1], [32, 32, 1]), options);
 * ```
 *
 * @param denoise - The network: maps x_t `[batch, height, width, channels]` and t, int32 `[batch]`, to an output of x_t's shape. It must be
 * synchronous; tensors that it creates are disposed.
 * @param imageShape - `[height, width, channels]`
 * @returns A function of x_t, one or more whole images, and their timestep. It returns a new array.
 * @throws The returned function throws a RangeError if `xt` does not contain whole images, or the output has another shape.
 */
export function tensorDenoiser(
  denoise: (xt: tf.Tensor4D, t: tf.Tensor1D) => tf.Tensor,
  imageShape: readonly [height: number, width: number, channels: number],
): (xt: Float32Array, t: number) => Promise<Float32Array> {
  const size = tf.util.sizeFromShape([...imageShape]);
  return async (xt, t) => {
    const batch = xt.length / size;
    if (!Number.isInteger(batch) || batch < 1) {
      throw new RangeError(
        `tensorDenoiser: xt must contain whole images of ${imageShape.join(" x ")} = ${size} values, got ${xt.length}.`,
      );
    }
    const shape: [number, number, number, number] = [batch, ...imageShape];
    const output = tf.tidy(() => {
      const result = denoise(tf.tensor4d(xt, shape), tf.fill<tf.Rank.R1>([batch], t, "int32"));
      if (tf.util.arraysEqual(result.shape, shape)) return result;
      throw new RangeError(
        `tensorDenoiser: denoise's output must have shape [${shape}], got [${result.shape}].`,
      );
    });
    try {
      // Copy: some backends return a view of their working memory.
      return Float32Array.from(await output.data());
    } finally {
      output.dispose();
    }
  };
}
