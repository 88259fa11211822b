import { readRunSettings, runFolder } from "@cellgen/training/node";
import type { FlagsOf } from "../../options/optionTable.ts";
import { readConfig } from "../../options/readConfig.ts";
import { flagSource, resolveSettings, type SettingsSource } from "../../options/resolveSettings.ts";
import { shownPath } from "../../terminal/shownPath.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { asUsageError } from "./openRun.ts";
import { type TrainSettings, trainOptions } from "./options.ts";

/**
 * Resolve the settings of a run. Flags take precedence over the config file, the config file over the settings of a resumed run, and
 * those over the defaults.
 *
 * @throws UsageError if a setting is invalid or missing, or there is no run to resume.
 */
export async function resolveTrainSettings(
  given: Readonly<Record<string, unknown>>,
  { config, resume, force }: FlagsOf<typeof trainOptions>,
): Promise<TrainSettings> {
  if (force && resume) {
    throw new UsageError(
      "--resume and --force cannot be used together. Use --resume to resume the run, or --force to replace it.",
    );
  }
  const sources: SettingsSource[] = [flagSource(given)];
  if (config !== undefined) sources.push(await readConfig(config));
  if (resume) sources.push(await settingsOfRun(sources));
  return resolveSettings(trainOptions, sources);
}

/** Read the settings of the run in --out. */
async function settingsOfRun(sources: readonly SettingsSource[]): Promise<SettingsSource> {
  const out = sources.map(({ values }) => values.out).find((value) => value !== undefined);
  if (typeof out !== "string")
    throw new UsageError("--out is missing. Give the folder of the run to resume.");
  const settings = await readRunSettings(out).catch((error: unknown) => {
    throw asUsageError(error);
  });
  const file = shownPath(runFolder(out).settings);
  return { values: { ...settings }, nameOf: (key) => `${file}: ${key}` };
}
