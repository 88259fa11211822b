import * as tf from "@tensorflow/tfjs-core";

/**
 * Turn a TensorFlow.js function into a denoiser of arrays, which every sampler of `@cellgen/samplers` takes.
 *
 * ```ts
 * const denoiser = tensorDenoiser((xt, t) => network.apply(parameters, xt, t), [32, 32, 1]);
 * const images = await sampleDdim(denoiser, seededNoise(0, [0, 1], [32, 32, 1]), options);
 * ```
 *
 * @param denoise - The network: x_t `[batch, height, width, channels]` and t, int32 `[batch]`, to its output, of x_t's shape. It must not be
 * asynchronous; the tensors that it makes are disposed.
 * @param imageShape - `[height, width, channels]`
 * @returns A function of x_t, a whole number of images, and of their timestep. Its result is a new array, the caller's.
 * @throws RangeError, when called, if `xt` does not hold whole images, or the output has another shape.
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
        `tensorDenoiser: xt must hold whole images of ${imageShape.join(" x ")} = ${size} values, got ${xt.length}.`,
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
      // A copy: some backends give the memory that they compute in.
      return Float32Array.from(await output.data());
    } finally {
      output.dispose();
    }
  };
}
