import { createTrainer, type Trainer } from "@cellgen/training";
import { loadCheckpoint } from "@cellgen/training/node";
import { exists, runFolder } from "../../output/runFolder.ts";
import { shownPath } from "../../terminal/describe.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { dataFingerprint } from "./dataFingerprint.ts";
import type { PreparedRun } from "./prepareRun.ts";
import { recipe } from "./recipe.ts";

/**
 * A trainer at its first step, or where the run's checkpoint stands.
 *
 * @throws UsageError if there is no checkpoint to go on from, or the images have changed since.
 */
export async function startTrainer(run: PreparedRun, resume: boolean): Promise<Trainer> {
  const { settings, images, engine, unet, schedule, batches, classes } = run;
  const { checkpoint, path } = runFolder(settings.out);
  if (resume && !(await exists(checkpoint))) {
    throw new UsageError(
      `--resume: the run in ${path} has no checkpoint yet. Start it anew with --force instead of --resume.`,
    );
  }
  const fingerprint = dataFingerprint(images);
  const state = resume ? await loadCheckpoint(checkpoint) : undefined;
  if (state && state.settings["dataFingerprint"] !== fingerprint) {
    throw new UsageError(
      `--resume: the images in ${shownPath(images.path)} are not those that the run was started with. ` +
        "Put them back as they were, or start another run with another --out.",
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
      dataFingerprint: fingerprint,
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
    state,
  );
}
