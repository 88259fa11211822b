import path from "node:path";
import { writeSyntheticCells } from "@cellgen/data/node";
import type { SettingsOf } from "../../options/optionTable.ts";
import { removeOwnFiles } from "../../output/ownFiles.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { plural } from "../../terminal/describe.ts";
import { type Io, print } from "../../terminal/io.ts";
import { syntheticFiles } from "../data/syntheticFiles.ts";
import { openRun, type TrainRunOptions } from "../train/openRun.ts";
import { type TrainSettings, trainDefaults } from "../train/options.ts";
import { trainRun } from "../train/run.ts";
import type { quickstartOptions } from "./options.ts";

export interface QuickstartPlan {
  readonly cells: number;
  /** How long the training takes, about, on any machine: the number of steps is set by the speed that is measured. */
  readonly seconds: number;
  /** Minimum number of steps: fewer give blotches instead of cells. */
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
  await writeSyntheticCells(data, { kind: "smear", count: plan.cells, size: 32, seed: 0, masks: false });
  print(io, `Generated ${plural(plan.cells, "synthetic blood cell")} to train on.`);
  const settings: TrainSettings = {
    ...trainDefaults,
    data,
    out: output.path,
    classConditional: true,
    sampleEvery: 0,
    steps: 1,
  };
  const options = { resume: false, signal };
  const steps = await stepsWithin(plan, settings, options, io);
  await trainRun({ ...settings, steps }, options, io);
}

/** How many training steps this machine takes in the plan's time, in hundreds, by the best of three looks at its speed. */
async function stepsWithin(
  { seconds, fewestSteps }: QuickstartPlan,
  settings: TrainSettings,
  options: TrainRunOptions,
  io: Io,
): Promise<number> {
  const run = await openRun(settings, options, io);
  try {
    const looks = [await run.measureStepTime(), await run.measureStepTime(), await run.measureStepTime()];
    return Math.max(fewestSteps, Math.round((seconds * 10) / Math.min(...looks)) * 100);
  } finally {
    await run.dispose();
  }
}
