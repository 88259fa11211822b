import { halfSizeBatches } from "./halfSizeBatches.ts";
import type { CompleteOptions } from "./trainerOptions.ts";

/** Consecutive steps of a training with images of one size. */
export interface TrainingStage {
  /** Number of steps before the stage. */
  readonly begin: number;
  /** Last step of the stage. */
  readonly end: number;
  readonly batches: CompleteOptions["batches"];
}

/** Return the stages of a training: images of half the size if there are `halfSizeSteps`, then images of the full size. */
export function trainingStages({ batches, halfSizeSteps, steps }: CompleteOptions): readonly TrainingStage[] {
  const full = { begin: halfSizeSteps, end: steps, batches };
  if (halfSizeSteps === 0) return [full];
  return [{ begin: 0, end: halfSizeSteps, batches: halfSizeBatches(batches) }, full];
}
