import * as tf from "@tensorflow/tfjs-core";

export interface TimestepEmbeddingOptions {
  /** Whether cosines come before sines. @default true */
  readonly flipSinToCos?: boolean;
  /** @default 0 */
  readonly freqShift?: number;
}

/**
 * Compute the sinusoidal timestep embedding, with frequencies decreasing from 1 towards 1/10000.
 *
 * `[cos(t·f_i), sin(t·f_i)]` with `f_i = 10000^(−i/(half − freqShift))`, i = 0…half-1 and half = ⌊size/2⌋. An odd size is padded with a
 * zero.
 *
 * @param t - Timesteps, float32 or int32 `[batch]`.
 * @param size - Length of an embedding, at least 2.
 * @returns float32 `[batch, size]`. Dispose of it after use.
 * @throws RangeError if `t` is not one-dimensional, `size` is not an integer of at least 2, or `freqShift` is not below `half`.
 * @see Vaswani et al. 2017, arXiv:1706.03762, section 3.5; Ho et al. 2020, arXiv:2006.11239, appendix B.
 */
export function timestepEmbedding(
  t: tf.Tensor1D,
  size: number,
  options: TimestepEmbeddingOptions = {},
): tf.Tensor2D {
  const { flipSinToCos = true, freqShift = 0 } = options;
  if (t.shape.length !== 1) {
    throw new RangeError(`timestepEmbedding: t must have shape [batch], got [${t.shape}].`);
  }
  if (!Number.isSafeInteger(size) || size < 2) {
    throw new RangeError(`timestepEmbedding: size must be an integer of at least 2, got ${size}.`);
  }
  const half = Math.floor(size / 2);
  if (!(freqShift < half)) {
    throw new RangeError(
      `timestepEmbedding: freqShift must be below half of size ${size}, got ${freqShift}.`,
    );
  }
  return tf.tidy(() => {
    const times = t.dtype === "float32" ? t : tf.cast(t, "float32");
    const phases = tf.mul(tf.reshape(times, [-1, 1]), frequencies(half, freqShift));
    const [sin, cos] = [tf.sin(phases), tf.cos(phases)];
    const both = tf.concat(flipSinToCos ? [cos, sin] : [sin, cos], 1) as tf.Tensor2D;
    if (size % 2 === 0) return both;
    return tf.pad(both, [
      [0, 0],
      [0, 1],
    ]);
  });
}

/** Round to float32 after each operation, as PyTorch does. Multiplication by t scales rounding differences by up to 1000. */
function frequencies(half: number, freqShift: number): tf.Tensor2D {
  const values = Float32Array.from({ length: half }, (_, i) => {
    const exponent = Math.fround(Math.fround(-Math.log(10000)) * i);
    return Math.exp(Math.fround(exponent / (half - freqShift)));
  });
  return tf.tensor2d(values, [1, half]);
}
