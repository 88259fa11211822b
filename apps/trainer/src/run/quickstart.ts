import path from "node:path";
import { type TrainSettings, trainDefaults } from "../settings/trainSettings.ts";
import { plural } from "../terminal/describe.ts";
import { Interrupted } from "../terminal/interrupted.ts";
import { listenForInterrupts } from "../terminal/interrupts.ts";
import { type Io, print } from "../terminal/io.ts";
import { prepareRun } from "./prepareRun.ts";
import { refuseExistingRun, removeRun, runFolder } from "./runFolder.ts";
import { startTrainer } from "./startTrainer.ts";
import { removeSyntheticCells, writeSyntheticCells } from "./synthesizeData.ts";
import { trainRun } from "./trainRun.ts";

/** As many as a small lab has. */
const CELLS = 1200;
/** Training takes about so long on any machine: the number of steps is set by the speed that is measured. */
const TRAINING_SECONDS = 160;

/** `cellgen quickstart`: synthetic cells, a training that a newcomer waits for, and all that a run leaves. */
export async function quickstart(
  { out, force }: { readonly out: string; readonly force: boolean },
  io: Io,
): Promise<void> {
  const folder = runFolder(out);
  if (!force) await refuseExistingRun(folder);
  const interrupts = listenForInterrupts(io, "Stopping after this step…");
  try {
    const data = path.join(folder.path, "cells");
    await removeRun(folder);
    await removeSyntheticCells(data);
    await writeSyntheticCells({ kind: "smear", count: CELLS, size: 32, out: data, seed: 0, masks: false });
    print(io, `Made ${plural(CELLS, "synthetic blood cell")} to learn from.`);
    const settings: TrainSettings = {
      ...trainDefaults,
      data,
      out: folder.path,
      classConditional: true,
      sampleEvery: 0,
      steps: 1,
    };
    const steps = await stepsWithin(TRAINING_SECONDS, settings, io, interrupts.signal);
    await trainRun({ ...settings, steps }, { resume: false, signal: interrupts.signal }, io);
  } finally {
    interrupts.stop();
  }
}

/** How many training steps this machine takes in some seconds, in hundreds. */
async function stepsWithin(
  seconds: number,
  settings: TrainSettings,
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const run = await prepareRun(settings, io);
  try {
    const trainer = await startTrainer(run, false);
    try {
      const milliseconds = await trainer.rehearse(3000);
      if (signal.aborted) throw new Interrupted("Stopped before the first step.");
      return Math.max(1, Math.round((seconds * 10) / milliseconds)) * 100;
    } finally {
      await trainer.dispose();
    }
  } finally {
    await run.dispose();
  }
}
