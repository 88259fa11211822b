import path from "node:path";
import { checkWritable } from "../../output/checkWritable.ts";
import { listOwnFiles, removeOwnFiles } from "../../output/ownFiles.ts";
import { refuseExistingRun, runFolder } from "../../output/runFolder.ts";
import { plural } from "../../terminal/describe.ts";
import { listenForInterrupts } from "../../terminal/interrupts.ts";
import { invocation } from "../../terminal/invocation.ts";
import { type Io, print } from "../../terminal/io.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { syntheticFiles, writeSyntheticCells } from "../data/synthesizeData.ts";
import { prepareRun } from "../train/prepareRun.ts";
import { startTrainer } from "../train/startTrainer.ts";
import { trainRun } from "../train/trainRun.ts";
import { type TrainSettings, trainDefaults } from "../train/trainSettings.ts";

export interface QuickstartPlan {
  readonly cells: number;
  /** How long the training takes, about, on any machine: the number of steps is set by the speed that is measured. */
  readonly seconds: number;
  /** Below so many one sees blotches instead of cells. */
  readonly fewestSteps: number;
}

const usualPlan: QuickstartPlan = { cells: 1200, seconds: 190, fewestSteps: 1500 };

/** `cellgen quickstart`: synthetic cells, a training that a newcomer waits for, and all that a run leaves. */
export async function quickstart(
  { out, force }: { readonly out: string; readonly force: boolean },
  io: Io,
  plan: QuickstartPlan = usualPlan,
): Promise<void> {
  const folder = runFolder(out);
  const data = path.join(folder.path, "cells");
  if (!force) {
    // Whoever began with npm start has typed no command's name that --force could be put behind.
    const remedy = `Replace it: ${invocation()} quickstart --force`;
    await refuseExistingRun(folder, remedy);
    const [file] = await listOwnFiles(data, syntheticFiles);
    if (file) throw new UsageError(`${data} holds ${file} already. ${remedy}, or choose another --out.`);
  }
  await checkWritable("--out", folder.path);
  const interrupts = listenForInterrupts(io, "Stopping after this step…");
  try {
    await removeOwnFiles(data, syntheticFiles);
    await writeSyntheticCells({
      kind: "smear",
      count: plan.cells,
      size: 32,
      out: data,
      seed: 0,
      masks: false,
    });
    print(io, `Made ${plural(plan.cells, "synthetic blood cell")} to learn from.`);
    const settings: TrainSettings = {
      ...trainDefaults,
      data,
      out: folder.path,
      classConditional: true,
      sampleEvery: 0,
      steps: 1,
    };
    const steps = await stepsWithin(plan, settings, io, interrupts.signal);
    await trainRun({ ...settings, steps }, { resume: false, signal: interrupts.signal }, io);
  } finally {
    interrupts.stop();
  }
}

/** How many training steps this machine takes in the plan's time, in hundreds, by the best of three looks at its speed. */
async function stepsWithin(
  { seconds, fewestSteps }: QuickstartPlan,
  settings: TrainSettings,
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const run = await prepareRun(settings, io, signal);
  try {
    const trainer = await startTrainer(run, false);
    try {
      const looks = [await trainer.rehearse(), await trainer.rehearse(), await trainer.rehearse()];
      return Math.max(fewestSteps, Math.round((seconds * 10) / Math.min(...looks)) * 100);
    } finally {
      await trainer.dispose();
    }
  } finally {
    await run.dispose();
  }
}
