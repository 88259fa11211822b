/**
 * The order in which {@link repaint} takes the steps of a list of timesteps, step k leading from timestep k to the next.
 *
 * Where `jumpLength` steps have been taken, counted so that the last such place is before the last step, it goes back by as many and takes
 * them again, until each has been taken `resamplings` times. The last step, to the clean images, is taken once, and so are the first ones
 * that fill no jump.
 *
 * Of 250 timesteps with jumps of 10 and 10 resamplings there are 250 + 24 · 9 · 10 = 2410 steps.
 *
 * @param count - Timesteps, from 1.
 * @param jumpLength - Steps that are gone back at once, 1…count-1.
 * @param resamplings - How often each is taken, from 1: 1 never goes back.
 * @returns Numbers of steps, 0…count-1, each the one before plus 1, or after a jump minus `jumpLength - 1`; the caller's.
 * @throws RangeError if a number is out of range.
 * @see Lugmayr et al. 2022, arXiv:2201.09865, section 4.2 and appendix B.
 */
export function repaintSteps(count: number, jumpLength: number, resamplings: number): number[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`repaintSteps: count must be a whole number from 1, got ${count}.`);
  }
  if (!Number.isInteger(resamplings) || resamplings < 1) {
    throw new RangeError(`repaintSteps: resamplings must be a whole number from 1, got ${resamplings}.`);
  }
  if (!Number.isInteger(jumpLength) || jumpLength < 1 || (jumpLength >= count && resamplings > 1)) {
    throw new RangeError(
      `repaintSteps: jumpLength must be a whole number in 1…${count - 1} for ${count} timesteps, got ${jumpLength}.`,
    );
  }
  // At each timestep: how often it is still to be jumped back from.
  const jumpsLeft = Array.from({ length: count }, (_, k) =>
    k >= jumpLength && (count - 1 - k) % jumpLength === 0 ? resamplings - 1 : 0,
  );
  const steps: number[] = [];
  let k = 0;
  while (k < count) {
    steps.push(k++);
    if (k < count && jumpsLeft[k]! > 0) {
      jumpsLeft[k]!--;
      k -= jumpLength;
    }
  }
  return steps;
}
