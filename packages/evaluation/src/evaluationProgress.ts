/** Progress of an evaluation. */
export interface EvaluationProgress {
  readonly stage: "cells" | "features" | "memorisation" | "distances" | "classes" | "usefulness";
  /** Share of all the work, 0…1. */
  readonly share: number;
}

type Stage = EvaluationProgress["stage"];

/** Relative durations of the stages. */
const weights = {
  cells: 8,
  features: 2,
  memorisation: 6,
  distances: 8,
  classes: 12,
  usefulness: 45,
} as const;

/**
 * Convert the progress of a stage to the progress of all stages.
 *
 * @param more - Additional stages after those of every evaluation.
 */
export function evaluationProgress(
  onProgress: ((progress: EvaluationProgress) => void) | undefined,
  more: readonly ("classes" | "usefulness")[],
): (stage: Stage, share: number) => void {
  const stages: readonly Stage[] = ["cells", "features", "memorisation", "distances", ...more];
  const total = stages.reduce((sum, stage) => sum + weights[stage], 0);
  return (stage, share) => {
    const before = stages.slice(0, stages.indexOf(stage)).reduce((sum, earlier) => sum + weights[earlier], 0);
    onProgress?.({ stage, share: (before + share * weights[stage]) / total });
  };
}
