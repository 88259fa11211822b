import path from "node:path";
import type { SettingsOf } from "../../options/optionTable.ts";
import { removeOwnFiles } from "../../output/ownFiles.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { plural } from "../../terminal/describe.ts";
import { type Io, print } from "../../terminal/io.ts";
import { syntheticFiles, writeSyntheticCells } from "../data/syntheticCells.ts";
import { type TrainSettings, trainDefaults } from "../train/options.ts";
import { prepareRun } from "../train/prepareRun.ts";
import { startTrainer } from "../train/startTrainer.ts";
import { trainRun } from "../train/trainRun.ts";
import type { quickstartOptions } from "./options.ts";

export interface QuickstartPlan {
  readonly cells: number;
  /** How long the training takes, about, on any machine: the number of steps is set by the speed that is measured. */
  readonly seconds: number;
  /** Below so many one sees blotches instead of cells. */
  readonly fewestSteps: number;
}

const usualPlan: QuickstartPlan = { cells: 1200, seconds: 190, fewestSteps: 1500 };

/** `cellgen quickstart`: synthetic cells, a training that a newcomer waits for, and all that a run leaves. */
export async function run(
  { output, io, signal }: CommandContext<SettingsOf<typeof quickstartOptions>>,
  plan: QuickstartPlan = usualPlan,
): Promise<void> {
  const data = path.join(output.path, "cells");
  await removeOwnFiles(data, syntheticFiles);
  await writeSyntheticCells({ kind: "smear", count: plan.cells, size: 32, out: data, seed: 0, masks: false });
  print(io, `Generated ${plural(plan.cells, "synthetic blood cell")} to train on.`);
  const settings: TrainSettings = {
    ...trainDefaults,
    data,
    out: output.path,
    classConditional: true,
    sampleEvery: 0,
    steps: 1,
  };
  const steps = await stepsWithin(plan, settings, io, signal);
  await trainRun({ ...settings, steps }, { resume: false, signal }, io);
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
      const looks = [
        await trainer.measureStepTime(),
        await trainer.measureStepTime(),
        await trainer.measureStepTime(),
      ];
      return Math.max(fewestSteps, Math.round((seconds * 10) / Math.min(...looks)) * 100);
    } finally {
      await trainer.dispose();
    }
  } finally {
    await run.dispose();
  }
}
