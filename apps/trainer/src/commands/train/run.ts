import { channelsText, count, number } from "@cellgen/data/text";
import { NonFiniteStepError, type StageTime } from "@cellgen/training";
import { trainingRecipes } from "@cellgen/training/defaults";
import { describeBalance, describeRunIssue, type PreparedRun, type TrainedRun } from "@cellgen/training/node";
import { writeRunSamples } from "@cellgen/training/report";
import { type FlagsOf, flagName } from "../../options/optionTable.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { resumeCommand } from "../../terminal/commandLine.ts";
import { describeFolder } from "../../terminal/describeFolder.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { type Io, print, warn } from "../../terminal/io.ts";
import { startProgress } from "../../terminal/progress.ts";
import { shownPath } from "../../terminal/shownPath.ts";
import { finishRun } from "./finishRun.ts";
import { openRun, type TrainRunOptions } from "./openRun.ts";
import type { TrainSettings, trainOptions } from "./options.ts";
import { describeTimes, expectedTime } from "./stageTimes.ts";

/** `cellgen train`: train on a folder of images and write a model, figures and a report. */
export async function run({
  settings,
  flags: { resume },
  io,
  signal,
}: CommandContext<TrainSettings, FlagsOf<typeof trainOptions>>): Promise<void> {
  await trainRun(settings, { resume, signal }, io);
}

/**
 * Run a training, from the folder of images to the report.
 *
 * @throws Interrupted if the signal is aborted. A checkpoint is written first if a step has been made.
 */
export async function trainRun(settings: TrainSettings, options: TrainRunOptions, io: Io): Promise<void> {
  const { signal } = options;
  const run = await openRun(settings, options, io);
  try {
    const times = await announce(run, io);
    if (signal.aborted) throw new Interrupted("Stopped before the first step; nothing was written.");
    const trained = await trainWithProgress(run, times, io, signal);
    await finishRun(run, trained, io, signal);
  } finally {
    await run.dispose();
  }
}

/** Print the data, the model, the engine and the estimated time. Return the measured times of the remaining steps. */
async function announce(run: PreparedRun, io: Io): Promise<readonly StageTime[]> {
  const { settings, summary, engine, flopsPerStep } = run;
  const { recipe, preset, batch, crop, augment, stabilise } = settings;
  const { unet, card } = run.model();
  const balanced = describeBalance(settings, summary);
  const how = crop > 0 ? `random crops of ${crop} pixels, scaled to` : "central part, scaled to";
  const lines = [
    `data        ${shownPath(settings.data)}`,
    ...describeFolder(summary),
    ...(balanced === undefined ? [] : [`balanced    ${balanced}`]),
    `used as     ${how} ${card.width}x${card.height}, ${channelsText(card.channels, card.channelNames)}`,
    ...(stabilise === "none" ? [] : [`stabilized  for photon noise of ${stabilise}`]),
    ...(augment === "none"
      ? []
      : [
          `augmented   ${describeAugmentation(augment)}; use --augment c4 if handedness matters, none if direction does`,
        ]),
    `recipe      ${recipe}, for ${trainingRecipes[recipe].purpose}`,
    `model       ${preset}: ${count(unet.parameterCount)} parameters, ${(flopsPerStep / 1e9).toFixed(2)} GFLOP per step of ${batch} images`,
    `engine      ${engine.description}`,
  ];
  for (const line of lines) print(io, line);
  const times = run.step < settings.steps ? await run.measureStepTimes() : [];
  if (times.length > 0) print(io, `time        ${describeTimes(times)}, if no other programs run`);
  print(io, `run         ${shownPath(settings.out)}`);
  if (run.step > 0) print(io, `resumes     after step ${count(run.step)}`);
  // Unreadable files are listed with the folder.
  for (const warning of run.warnings.filter(({ code }) => code !== "unreadable-images"))
    warn(io, `note: ${describeRunIssue(warning, flagName)}`);
  print(io);
  return times;
}

/** Describe random changes of the training images. */
function describeAugmentation(augment: string): string {
  if (augment === "d4") return "by random flips and quarter turns (d4)";
  if (augment === "c4") return "by random quarter turns (c4)";
  return augment === "flip" ? "by random flips" : `by random changes: ${augment}`;
}

async function trainWithProgress(
  run: PreparedRun,
  times: readonly StageTime[],
  io: Io,
  signal: AbortSignal,
): Promise<TrainedRun> {
  const { steps, out } = run.settings;
  const start = run.step;
  const timeUntil = (step: number): number => expectedTime(times, step - start);
  const progress = startProgress(io, { noun: "step", total: steps, start, timeUntil });
  try {
    return await run.train({
      signal,
      onProgress: ({ step, meanLoss, imagesPerSecond }) =>
        progress.update(step, `loss ${number(meanLoss)}  ${count(imagesPerSecond)} images/s`),
      onSamples: (sample) => writeRunSamples(run.settings, sample),
    });
  } catch (error) {
    if (error instanceof NonFiniteStepError) {
      throw new Error(
        `${error.message} The checkpoint contains the state before that step. Start over with a lower --lr and another --out.`,
        { cause: error },
      );
    }
    if (!signal.aborted) throw error;
    throw new Interrupted(
      `Stopped after step ${count(run.step)} of ${count(steps)}; a checkpoint is written. Resume with: ${resumeCommand(out)}`,
    );
  } finally {
    progress.stop();
  }
}
