import path from "node:path";
import { checkPresetSize } from "@cellgen/unet/presets";
import { type FlagsOf, flagName } from "../../options/optionTable.ts";
import { readConfig } from "../../options/readConfig.ts";
import { flagSource, resolveSettings, type SettingsSource } from "../../options/resolveSettings.ts";
import { liesIn } from "../../output/outputFolder.ts";
import { hasRun, type RunFolder, runFolder } from "../../output/runFolder.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { type TrainSettingName, type TrainSettings, trainOptions } from "./options.ts";

/** What may change when a run is resumed; everything else is part of its checkpoint. */
const changeable: readonly TrainSettingName[] = [
  "data",
  "out",
  "strict",
  "engine",
  "threads",
  "shareCores",
  "blocks",
  "sampleEvery",
  "checkpointEvery",
];

/**
 * The settings of a run: flags take precedence over the config file, that over the settings of a resumed run, those over the defaults.
 * Folders become absolute, so that the written settings mean the same in any working directory.
 *
 * @throws UsageError if a setting is wrong or missing, or differs from that of the resumed run.
 */
export async function resolveTrainSettings(
  given: Readonly<Record<string, unknown>>,
  { config, resume, force }: FlagsOf<typeof trainOptions>,
): Promise<TrainSettings> {
  if (force && resume) {
    throw new UsageError("--resume resumes a run and --force replaces it. Give one of them.");
  }
  const sources: SettingsSource[] = [flagSource(given)];
  if (config !== undefined) sources.push(await readConfig(config));
  const earlier = resume ? await settingsOfRun(sources) : undefined;
  const settings = resolveSettings(trainOptions, earlier ? [...sources, earlier] : sources);
  if (earlier) refuseChanges(settings, resolveSettings(trainOptions, [earlier]));
  checkSize(settings);
  const [data, out] = [path.resolve(settings.data), path.resolve(settings.out)];
  if (liesIn(data, out)) {
    throw new UsageError(
      `--out ${settings.out} lies in --data ${settings.data}: the run's pictures would be taken for images to train on. Choose an --out beside it.`,
    );
  }
  return { ...settings, data, out };
}

function checkSize({ preset, size }: TrainSettings): void {
  try {
    checkPresetSize(preset, size);
  } catch (error) {
    throw new UsageError(`--${(error as Error).message.replace(/^\w+: /, "")}`, { cause: error });
  }
}

/** What the run in --out was started with. */
async function settingsOfRun(sources: readonly SettingsSource[]): Promise<SettingsSource> {
  const out = sources.map(({ values }) => values.out).find((value) => value !== undefined);
  if (typeof out !== "string")
    throw new UsageError("--out is missing. Give the folder of the run to resume.");
  const folder: RunFolder = runFolder(out);
  if (!(await hasRun(folder))) {
    throw new UsageError(`--resume: there is no run in ${out}. Start one without --resume.`);
  }
  return await readConfig(folder.settings);
}

function refuseChanges(settings: TrainSettings, earlier: TrainSettings): void {
  for (const key of Object.keys(settings) as TrainSettingName[]) {
    if (changeable.includes(key) || settings[key] === earlier[key]) continue;
    throw new UsageError(
      `${flagName(key)} is ${settings[key]}, but the run was started with ${earlier[key]}. ` +
        `Leave ${flagName(key)} out, or start another run with another --out.`,
    );
  }
}
