/**
 * Return the order in which {@link repaint} takes the steps of a list of timesteps. Step k leads from timestep k to the next.
 *
 * After every `jumpLength` steps, the sampler jumps back by `jumpLength` steps and repeats them, until each has been taken `resamplings`
 * times. The jumps are aligned so that the last one comes just before the last step. The last step, to the clean images, is taken once, as
 * are the first steps if they do not fill a jump.
 *
 * For example, 250 timesteps with jumps of 10 and 10 resamplings take 250 + 24 · 9 · 10 = 2410 steps.
 *
 * @param count - Number of timesteps, at least 1.
 * @param jumpLength - Number of steps that a jump goes back, 1…count-1.
 * @param resamplings - Number of times each step is taken, at least 1. With 1 there are no jumps.
 * @returns Step indices in 0…count-1. Each is the previous one plus 1, or, after a jump, minus `jumpLength - 1`. New array.
 * @throws RangeError if a number is out of range.
 * @see Lugmayr et al. 2022, arXiv:2201.09865, section 4.2 and appendix B.
 */
export function repaintSteps(count: number, jumpLength: number, resamplings: number): number[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`repaintSteps: count must be a positive integer, got ${count}.`);
  }
  if (!Number.isInteger(resamplings) || resamplings < 1) {
    throw new RangeError(`repaintSteps: resamplings must be a positive integer, got ${resamplings}.`);
  }
  if (!Number.isInteger(jumpLength) || jumpLength < 1 || (jumpLength >= count && resamplings > 1)) {
    throw new RangeError(
      `repaintSteps: jumpLength must be an integer in 1…${count - 1} for ${count} timesteps, got ${jumpLength}.`,
    );
  }
  // Remaining number of jumps back from each timestep.
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
