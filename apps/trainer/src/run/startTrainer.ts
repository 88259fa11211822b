import { createTrainer, type Trainer } from "@cellgen/training";
import { loadCheckpoint } from "@cellgen/training/node";
import { recipe } from "../settings/trainSettings.ts";
import { UsageError } from "../terminal/usageError.ts";
import type { PreparedRun } from "./prepareRun.ts";
import { exists, runFolder } from "./runFolder.ts";

/**
 * A trainer at its first step, or where the run's checkpoint stands.
 *
 * @throws UsageError if there is no checkpoint to go on from.
 */
export async function startTrainer(run: PreparedRun, resume: boolean): Promise<Trainer> {
  const { settings, engine, unet, schedule, batches, classes } = run;
  const { checkpoint, path } = runFolder(settings.out);
  if (resume && !(await exists(checkpoint))) {
    throw new UsageError(
      `--resume: the run in ${path} has no checkpoint yet. Start it anew with --force instead of --resume.`,
    );
  }
  const { warmupSteps, beta1, beta2, adamEpsilon, weightDecay, maxGradientNorm, emaPower, labelDropout } =
    recipe;
  return createTrainer(
    {
      engine,
      unet,
      schedule,
      batches,
      predictionType: settings.prediction,
      classCount: classes.length,
      steps: settings.steps,
      learningRate: settings.lr,
      seed: settings.seed,
      emaMaxDecay: settings.ema,
      emaPower,
      warmupSteps,
      beta1,
      beta2,
      adamEpsilon,
      weightDecay,
      maxGradientNorm,
      labelDropout,
    },
    resume ? await loadCheckpoint(checkpoint) : undefined,
  );
}
