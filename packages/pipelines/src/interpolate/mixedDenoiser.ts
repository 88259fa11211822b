import type { Denoiser } from "@cellgen/samplers";

/**
 * Blend the outputs of two denoisers: `output = (1 - position) * from + position * to`, with a position for each image of a batch.
 *
 * @param positions - One position per image of the batch: 0 returns the output of `from`, 1 that of `to`.
 */
export function mixedDenoiser(from: Denoiser, to: Denoiser, positions: readonly number[]): Denoiser {
  return async (xt, t) => {
    const a = await from(xt, t);
    const b = await to(xt, t);
    const size = xt.length / positions.length;
    const mixed = new Float32Array(xt.length);
    for (const [image, position] of positions.entries()) {
      for (let i = image * size; i < (image + 1) * size; i++) {
        mixed[i] = (1 - position) * a[i]! + position * b[i]!;
      }
    }
    return mixed;
  };
}
