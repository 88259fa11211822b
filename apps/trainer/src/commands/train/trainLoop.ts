import type { Trainer } from "@cellgen/training";
import { count, number } from "../../terminal/describe.ts";
import type { Io } from "../../terminal/io.ts";
import { startProgress } from "../../terminal/progress.ts";
import type { MetricsFile } from "./metricsFile.ts";

export interface LoopOptions {
  readonly steps: number;
  readonly metrics: MetricsFile;
  /** Steps between checkpoints and between pictures; 0 = none on the way. */
  readonly checkpointEvery: number;
  readonly sampleEvery: number;
  readonly saveCheckpoint: () => Promise<void>;
  readonly makeSamples: (step: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Trains until the last step or the signal, a line of metrics and a look at the progress bar at every step.
 *
 * @throws NonFiniteStepError if the loss is no number any more; the trainer is as it was before that step then.
 */
export async function trainLoop(trainer: Trainer, options: LoopOptions, io: Io): Promise<void> {
  const { steps, metrics, checkpointEvery, sampleEvery, saveCheckpoint, makeSamples, signal } = options;
  const progress = startProgress(io, { noun: "step", total: steps, start: trainer.step });
  let shownLoss: number | undefined;
  try {
    for await (const record of trainer.run(signal)) {
      metrics.append(record);
      const { step, loss, imagesPerSecond } = record;
      // The loss of a step depends on its timesteps: only a mean shows the trend.
      shownLoss = shownLoss === undefined ? loss : shownLoss + (loss - shownLoss) / Math.min(step, 100);
      progress.update(step, `loss ${number(shownLoss)}  ${count(imagesPerSecond)} images/s`);
      if (step === steps || signal.aborted) continue;
      if (checkpointEvery > 0 && step % checkpointEvery === 0) await saveCheckpoint();
      if (sampleEvery > 0 && step % sampleEvery === 0) await makeSamples(step);
    }
  } finally {
    progress.stop();
  }
}
