export interface CosineLearningRateOptions {
  /** The highest one. */
  readonly learningRate: number;
  /** Steps until it is reached. */
  readonly warmupSteps: number;
  /** Steps until it is zero. */
  readonly steps: number;
}

/**
 * The learning rate of a step: a linear rise from zero, then half a cosine down to zero.
 *
 * `learningRate * k / warmupSteps` for k < warmupSteps, then
 * `learningRate * (1 + cos(π * (k - warmupSteps) / (steps - warmupSteps))) / 2`.
 *
 * Before the end these are the numbers of Hugging Face's `get_cosine_schedule_with_warmup`. From the end on this one stays zero.
 *
 * @param k - Updates done before, from 0: the first step of a warm-up has the rate zero.
 */
export function cosineLearningRate(
  k: number,
  { learningRate, warmupSteps, steps }: CosineLearningRateOptions,
): number {
  if (k >= steps) return 0;
  if (k < warmupSteps) return (learningRate * k) / warmupSteps;
  return (learningRate * (1 + Math.cos((Math.PI * (k - warmupSteps)) / (steps - warmupSteps)))) / 2;
}
