import { checkNumTimesteps } from "./betaRange.ts";

/** Where a sampler's timesteps lie, in Hugging Face's words (`timestep_spacing`). */
export type TimestepSpacing = "leading" | "trailing" | "linspace";

/**
 * The timesteps that a sampler of fewer steps visits, the noisiest first. With T = numTimesteps and N = count:
 *
 * - leading: `i * floor(T / N) + stepsOffset`, i = N-1…0. Ends at `stepsOffset`, but begins short of T-1.
 * - trailing: `round(T - i * T / N) - 1`, i = 0…N-1. Begins at T-1, where the samples' initial noise belongs.
 * - linspace: `round(i * (T - 1) / (N - 1))`, i = N-1…0. Has both ends; for N = 1 it is 0 alone.
 *
 * Halves round to the even neighbour, and the arithmetic is NumPy's, so that the integers are Hugging Face's. There are always N: for
 * some N (61 and 103 of 1000), its trailing spacing goes on to a timestep -1.
 *
 * @param numTimesteps - T of the schedule, from 1.
 * @param count - N, 1…T.
 * @param stepsOffset - Added by leading spacing; the others pass it over, as Hugging Face does. @default 0
 * @returns N different timesteps in 0…T-1, descending; the caller's.
 * @throws RangeError if the spacing is unknown, a number out of range, or the offset moves a timestep beyond T-1 (N = T with 1).
 * @see Lin et al. 2023, arXiv:2305.08891, table 2.
 */
export function spacedTimesteps(
  spacing: TimestepSpacing,
  numTimesteps: number,
  count: number,
  stepsOffset = 0,
): Int32Array {
  checkNumTimesteps("spacedTimesteps", numTimesteps);
  if (!Number.isInteger(count) || count < 1 || count > numTimesteps) {
    throw new RangeError(`spacedTimesteps: count must be an integer in 1…${numTimesteps}, got ${count}.`);
  }
  if (!Number.isInteger(stepsOffset) || stepsOffset < 0) {
    throw new RangeError(`spacedTimesteps: stepsOffset must be an integer from 0, got ${stepsOffset}.`);
  }
  const timesteps = new Int32Array(count);
  if (spacing === "leading") {
    const stride = Math.floor(numTimesteps / count);
    const room = numTimesteps - 1 - stride * (count - 1);
    if (stepsOffset > room) {
      throw new RangeError(
        `spacedTimesteps: stepsOffset must be at most ${room} for ${count} of ${numTimesteps} timesteps, got ${stepsOffset}. Take a smaller count, or trailing spacing.`,
      );
    }
    return timesteps.map((_, i) => stride * (count - 1 - i) + stepsOffset);
  }
  if (spacing === "trailing") {
    // As NumPy's arange, whose stride is the difference of its first two elements.
    const stride = numTimesteps - numTimesteps / count - numTimesteps;
    return timesteps.map((_, i) => roundHalfToEven(numTimesteps + i * stride) - 1);
  }
  if (spacing === "linspace") {
    const stride = (numTimesteps - 1) / Math.max(count - 1, 1);
    return timesteps.map((_, i) => roundHalfToEven((count - 1 - i) * stride));
  }
  throw new RangeError(`spacedTimesteps: spacing must be leading, trailing or linspace, got ${spacing}.`);
}

function roundHalfToEven(value: number): number {
  return value % 1 === 0.5 ? 2 * Math.round(value / 2) : Math.round(value);
}
