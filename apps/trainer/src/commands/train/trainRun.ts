import { NonFiniteStepError } from "@cellgen/training";
import type { PreparedRun, TrainedRun } from "@cellgen/training/node";
import { count, number, shellWord, shownPath } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { invocation } from "../../terminal/invocation.ts";
import { type Io, print, warn } from "../../terminal/io.ts";
import { startProgress } from "../../terminal/progress.ts";
import { describeRun, describeTime } from "./describeRun.ts";
import { finishRun } from "./finishRun.ts";
import { openRun, type TrainRunOptions } from "./openRun.ts";
import type { TrainSettings } from "./options.ts";
import { progressPicture } from "./progressPicture.ts";

/**
 * One run, from the folder of images to the report.
 *
 * @throws Interrupted if the signal was aborted; a checkpoint is written then, if there was a step.
 */
export async function trainRun(settings: TrainSettings, options: TrainRunOptions, io: Io): Promise<void> {
  const { signal } = options;
  const run = await openRun(settings, options, io);
  try {
    await announce(run, io);
    if (signal.aborted) throw new Interrupted("Stopped before the first step; nothing was written.");
    const trained = await trainWithProgress(run, io, signal);
    await finishRun(run, trained, io, signal);
  } finally {
    await run.dispose();
  }
}

/** Prints what was found and what is going to happen. */
async function announce(run: PreparedRun, io: Io): Promise<void> {
  const left = run.settings.steps - run.step;
  for (const line of describeRun(run)) print(io, line);
  if (left > 0) print(io, describeTime((await run.measureStepTime()) / 1000, left));
  print(io, `run         ${shownPath(run.settings.out)}`);
  if (run.step > 0) print(io, `resumes     after step ${count(run.step)}`);
  for (const { code, message } of run.warnings) {
    // Unreadable files are listed with the folder.
    if (code !== "unreadable-images") warn(io, `note: ${message}`);
  }
  print(io);
}

async function trainWithProgress(run: PreparedRun, io: Io, signal: AbortSignal): Promise<TrainedRun> {
  const { steps, out } = run.settings;
  const progress = startProgress(io, { noun: "step", total: steps, start: run.step });
  try {
    return await run.train({
      signal,
      onProgress: ({ step, meanLoss, imagesPerSecond }) =>
        progress.update(step, `loss ${number(meanLoss)}  ${count(imagesPerSecond)} images/s`),
      onSamples: (sample) => progressPicture(run.settings, sample),
    });
  } catch (error) {
    if (error instanceof NonFiniteStepError) {
      throw new Error(
        `${error.message} The checkpoint holds the run before that step. Start again with a lower --lr and another --out.`,
        { cause: error },
      );
    }
    if (!signal.aborted) throw error;
    const again = `${invocation()} train --out ${shellWord(shownPath(out))} --resume`;
    throw new Interrupted(
      `Stopped after step ${count(run.step)} of ${count(steps)}; the checkpoint is written. Resume with: ${again}`,
    );
  } finally {
    progress.stop();
  }
}
