import type { TrainingBatch, TrainingBatches } from "../diffusion/trainerOptions.ts";

/**
 * Batches of consecutive steps, each asked for while the step before it is computed.
 *
 * @param steps - There is no batch from this step on.
 * @returns The batch of a step, from 0. A batch that failed is asked for again.
 */
export function readAhead(
  batches: Pick<TrainingBatches, "batch">,
  steps: number,
): (step: number) => Promise<TrainingBatch> {
  const asked = new Map<number, Promise<TrainingBatch>>();
  const ask = (step: number): Promise<TrainingBatch> => {
    const known = asked.get(step);
    if (known) return known;
    const batch = batches.batch(step);
    asked.set(step, batch);
    // An error is thrown when its step comes, if it comes.
    batch.catch(() => asked.delete(step));
    return batch;
  };
  return (step) => {
    for (const other of asked.keys()) if (other !== step && other !== step + 1) asked.delete(other);
    const batch = ask(step);
    if (step + 1 < steps) ask(step + 1);
    return batch;
  };
}
