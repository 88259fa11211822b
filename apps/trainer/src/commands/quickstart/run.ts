import path from "node:path";
import { filesOfSyntheticCells, writeSyntheticCells } from "@cellgen/data/node";
import { plural } from "@cellgen/data/text";
import type { SettingsOf } from "../../options/optionTable.ts";
import { flagSource, resolveSettings } from "../../options/resolveSettings.ts";
import { removeFiles } from "../../output/ownFiles.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { print } from "../../terminal/io.ts";
import { openRun } from "../train/openRun.ts";
import { trainOptions } from "../train/options.ts";
import { trainRun } from "../train/run.ts";
import { expectedTime } from "../train/stageTimes.ts";
import { CELLS, type quickstartOptions } from "./options.ts";

export interface QuickstartPlan {
  readonly images: number;
  /** Approximate training time in seconds. The number of steps follows from the measured speed. */
  readonly seconds: number;
  /** Minimum number of steps: fewer give blotches instead of cells. */
  readonly fewestSteps: number;
}

const usualPlan: QuickstartPlan = { images: 1200, seconds: 190, fewestSteps: 1500 };
const MEASUREMENTS = 3;
const MEASURED_STEPS = 1000;

/** `cellgen quickstart`: generate synthetic cells and train on them for a few minutes. */
export async function run(
  { output, io, signal }: CommandContext<SettingsOf<typeof quickstartOptions>>,
  plan: QuickstartPlan = usualPlan,
): Promise<void> {
  const data = path.join(output.path, CELLS);
  await removeFiles(data, await filesOfSyntheticCells(data));
  await writeSyntheticCells(data, { kind: "smear", count: plan.images, size: 32, seed: 0, masks: false });
  print(io, `Generated ${plural(plan.images, "synthetic blood cell")} for training.`);
  const given = { data, out: output.path, classConditional: true, sampleEvery: 0, steps: MEASURED_STEPS };
  const settings = resolveSettings(trainOptions, [flagSource(given)]);
  const options = { resume: false, signal };
  const measured = await openRun(settings, options, io);
  let milliseconds = Number.POSITIVE_INFINITY;
  try {
    for (let i = 0; i < MEASUREMENTS; i++)
      milliseconds = Math.min(milliseconds, expectedTime(await measured.measureStepTimes()) / MEASURED_STEPS);
  } finally {
    await measured.dispose();
  }
  // Rounded to hundreds.
  const steps = Math.max(plan.fewestSteps, Math.round((plan.seconds * 10) / milliseconds) * 100);
  await trainRun({ ...settings, steps }, options, io);
}
