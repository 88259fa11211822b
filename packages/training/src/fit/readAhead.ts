import type { TrainingBatch, TrainingBatches } from "../diffusion/trainerOptions.ts";

/**
 * Request batches of consecutive steps ahead of time, each while the previous step is computed.
 *
 * @param steps - Number of steps; no later batch is requested.
 * @returns Function that returns the batch of a step, from 0. Failed batches are requested again.
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
    // Errors are reported when the step is requested.
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
