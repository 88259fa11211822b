import type { Denoiser } from "@cellgen/samplers";

/**
 * Mix the outputs of two denoisers: `output = (1 - position) * from + position * to`, each image of a batch with a position of its own.
 *
 * @param positions - One for each image of the batch: 0 gives the output of `from`, 1 that of `to`.
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
