import { NonFiniteStepError, type Trainer } from "@cellgen/training";
import { saveCheckpoint } from "@cellgen/training/node";
import { makeRunFolder, removeRun, runFolder } from "../../output/runFolder.ts";
import { writeFileAtomic } from "../../output/writeFileAtomic.ts";
import { count, shellWord, shownPath } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { invocation } from "../../terminal/invocation.ts";
import { type Io, print, warn } from "../../terminal/io.ts";
import { cautions, describeRun, describeTime } from "./describeRun.ts";
import { finishRun } from "./finishRun.ts";
import { openMetrics } from "./metricsFile.ts";
import type { TrainSettings } from "./options.ts";
import { type PreparedRun, prepareRun } from "./prepareRun.ts";
import { progressPicture } from "./progressPicture.ts";
import { startTrainer } from "./startTrainer.ts";
import { trainingImagesCsv } from "./trainingImages.ts";
import { trainLoop } from "./trainLoop.ts";

export interface TrainRunOptions {
  /** Go on from the checkpoint that lies in the run's folder; else a run that lies there is removed. */
  readonly resume: boolean;
  readonly signal: AbortSignal;
}

/**
 * One run, from the folder of images to the report.
 *
 * @throws Interrupted if the signal was aborted; a checkpoint is written then, if there was a step.
 */
export async function trainRun(
  settings: TrainSettings,
  { resume, signal }: TrainRunOptions,
  io: Io,
): Promise<void> {
  const run = await prepareRun(settings, io, signal);
  try {
    const trainer = await startTrainer(run, resume);
    try {
      await announce(run, trainer, io);
      if (signal.aborted) throw new Interrupted("Stopped before the first step; nothing was written.");
      if (!resume) await beginFolder(run);
      await trainToTheEnd(run, trainer, io, signal);
      await finishRun(run, trainer, io, signal);
    } finally {
      await trainer.dispose();
    }
  } finally {
    await run.dispose();
  }
}

/** Says what was found and what is going to happen. */
async function announce(run: PreparedRun, trainer: Trainer, io: Io): Promise<void> {
  const left = run.settings.steps - trainer.step;
  for (const line of describeRun(run, trainer.flopsPerStep)) print(io, line);
  if (left > 0) print(io, describeTime((await trainer.measureStepTime()) / 1000, left));
  print(io, `run         ${shownPath(run.settings.out)}`);
  if (trainer.step > 0) print(io, `goes on     after step ${count(trainer.step)}`);
  for (const line of cautions(run)) warn(io, `note: ${line}`);
  print(io);
}

/** An empty folder with the settings and the list of images in it. What a run left there before is removed only now, when the new one can start. */
async function beginFolder({ settings, images }: PreparedRun): Promise<void> {
  const folder = runFolder(settings.out);
  await removeRun(folder);
  await makeRunFolder(folder);
  await writeFileAtomic(folder.settings, `${JSON.stringify(settings, undefined, 2)}\n`);
  await writeFileAtomic(folder.images, trainingImagesCsv(images.files));
}

async function trainToTheEnd(run: PreparedRun, trainer: Trainer, io: Io, signal: AbortSignal): Promise<void> {
  const { settings } = run;
  const folder = runFolder(settings.out);
  const metrics = openMetrics(folder.metrics, trainer.step);
  const save = (): Promise<void> => saveCheckpoint(folder.checkpoint, trainer.state());
  try {
    const makeSamples = (step: number): Promise<void> => progressPicture(run, trainer, step);
    const { steps, checkpointEvery, sampleEvery } = settings;
    const options = {
      steps,
      checkpointEvery,
      sampleEvery,
      metrics,
      saveCheckpoint: save,
      makeSamples,
      signal,
    };
    await trainLoop(trainer, options, io);
  } catch (error) {
    if (!(error instanceof NonFiniteStepError)) throw error;
    await save();
    throw new Error(
      `${error.message} The checkpoint holds the run before that step. Start anew with a lower --lr and another --out.`,
      { cause: error },
    );
  } finally {
    metrics.close();
  }
  await save();
  if (trainer.step < settings.steps) {
    const again = `${invocation()} train --out ${shellWord(shownPath(settings.out))} --resume`;
    throw new Interrupted(
      `Stopped after step ${count(trainer.step)} of ${count(settings.steps)}; the checkpoint is written. Go on with: ${again}`,
    );
  }
}
