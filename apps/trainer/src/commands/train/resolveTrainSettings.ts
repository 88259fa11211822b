import path from "node:path";
import { readConfig } from "../../options/readConfig.ts";
import { flagName, flagSource, resolveSettings, type SettingsSource } from "../../options/resolveSettings.ts";
import { hasRun, type RunFolder, runFolder } from "../../output/runFolder.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { checkPresetSize } from "./presets.ts";
import { type TrainSettingName, type TrainSettings, trainDefaults, trainSchema } from "./trainSettings.ts";

export interface TrainRequest {
  /** What was typed, by setting. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly config?: string | undefined;
  readonly resume: boolean;
}

const defaults: SettingsSource = { values: trainDefaults, nameOf: (key) => key };

/** What may differ when a run goes on: everything else is part of what its checkpoint is. */
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
 * The settings of a run: flags win over the config file, that over the settings of the run that goes on, those over the defaults.
 * Folders become absolute, so that the written settings mean the same wherever they are used.
 *
 * @throws UsageError if a setting is wrong or missing, or differs from what the run to go on with was started with.
 */
export async function resolveTrainSettings({ flags, config, resume }: TrainRequest): Promise<TrainSettings> {
  const sources: SettingsSource[] = [flagSource(flags)];
  if (config !== undefined) sources.push(await readConfig(config));
  const earlier = resume ? await settingsOfRun(sources) : undefined;
  const settings = resolveSettings(
    trainSchema,
    earlier ? [...sources, earlier, defaults] : [...sources, defaults],
    {
      data: "Give the folder of images to train on.",
      out: "Give the folder that the run is written to.",
    },
  );
  if (earlier) refuseChanges(settings, resolveSettings(trainSchema, [earlier, defaults]));
  checkPresetSize(settings.preset, settings.size);
  const [data, out] = [path.resolve(settings.data), path.resolve(settings.out)];
  const below = path.relative(data, out);
  if (below === "" || !(below.startsWith("..") || path.isAbsolute(below))) {
    throw new UsageError(
      `--out ${settings.out} lies in --data ${settings.data}: the run's pictures would be taken for images to train on. Choose an --out beside it.`,
    );
  }
  return { ...settings, data, out };
}

/** What the run in --out was started with. */
async function settingsOfRun(sources: readonly SettingsSource[]): Promise<SettingsSource> {
  const out = sources.map(({ values }) => values.out).find((value) => value !== undefined);
  if (typeof out !== "string")
    throw new UsageError("--out is missing. Give the folder of the run to go on with.");
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
      `${flagName(key)} is ${settings[key]}, but the run was started with ${earlier[key]}, and a run goes on with what it was started with. ` +
        `Leave ${flagName(key)} out, or start another run with another --out.`,
    );
  }
}
