export interface CosineLearningRateOptions {
  /** Peak learning rate. */
  readonly learningRate: number;
  /** Number of warm-up steps. */
  readonly warmupSteps: number;
  /** Number of steps after which the learning rate is zero. */
  readonly steps: number;
}

/**
 * Return the learning rate of a step: a linear warm-up from zero, then half a cosine down to zero.
 *
 * `learningRate * k / warmupSteps` for k < warmupSteps, then
 * `learningRate * (1 + cos(π * (k - warmupSteps) / (steps - warmupSteps))) / 2`.
 *
 * Equal to Hugging Face's `get_cosine_schedule_with_warmup` before the end; from the end on, this one stays zero.
 *
 * @param k - Number of previous updates: the first step of a warm-up has learning rate zero.
 */
export function cosineLearningRate(
  k: number,
  { learningRate, warmupSteps, steps }: CosineLearningRateOptions,
): number {
  if (k >= steps) return 0;
  if (k < warmupSteps) return (learningRate * k) / warmupSteps;
  return (learningRate * (1 + Math.cos((Math.PI * (k - warmupSteps)) / (steps - warmupSteps)))) / 2;
}
