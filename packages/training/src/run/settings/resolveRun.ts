import { existsSync } from "node:fs";
import path from "node:path";
import type { Engine } from "@cellgen/engine";
import { checkOptionNames } from "@cellgen/pipelines/options";
import { RunFolderError } from "../RunFolderError.ts";
import { filesOfRun, runFolder } from "../runFolder.ts";
import { completeRunSettings, type GivenSettings } from "./completeRunSettings.ts";
import { readRunSettings } from "./readRunSettings.ts";
import type { PrepareRunOptions } from "./runOptions.ts";
import type { RunSettings } from "./runSettings.ts";
import { SettingError } from "./SettingError.ts";
import { settingRanges } from "./settingRanges.ts";

/** What may differ when a run is resumed: everything else is part of what its checkpoint is. */
const changeable: readonly (keyof RunSettings)[] = [
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

/** Options that are no settings. */
const optionsOnly: Readonly<Record<Exclude<keyof PrepareRunOptions, keyof RunSettings>, true>> = {
  resume: true,
  force: true,
  signal: true,
  onScan: true,
};

/**
 * Settles the settings of a run, and checks that its folder can be used.
 *
 * @throws TypeError, SettingError and RunFolderError as `prepareRun` does. Nothing was changed.
 */
export async function resolveRun(folder: string, options: PrepareRunOptions): Promise<RunSettings> {
  const { data, ...names } = settingRanges;
  checkOptionNames("trainFolder", options, { ...names, ...optionsOnly });
  const { resume = false, force = false, signal, onScan, engine, ...given } = options;
  if (resume && force) {
    throw new SettingError(
      "force",
      "must not be given with resume: it replaces the run that is to be resumed.",
    );
  }
  const asked: GivenSettings = { ...given, data: folder, engine: isStarted(engine) ? engine.name : engine };
  if (!resume) {
    const settings = completeRunSettings(asked);
    refuseOutAmongImages(settings);
    if (!force) await refuseExistingRun(settings.out);
    return settings;
  }
  const earlier = await readRunSettings(completeRunSettings({ data: folder, out: given.out }).out);
  const settings = completeRunSettings(asked, earlier);
  refuseChanges(settings, earlier);
  refuseOutAmongImages(settings);
  const { path: out, checkpoint } = runFolder(settings.out);
  if (!existsSync(checkpoint)) {
    throw new RunFolderError(
      "ERR_NO_CHECKPOINT",
      out,
      `the run in ${out} must have a checkpoint to resume from, it has none yet. Start it again with force instead of resume.`,
    );
  }
  return settings;
}

export function isStarted(engine: PrepareRunOptions["engine"]): engine is Engine {
  return typeof engine === "object";
}

function refuseOutAmongImages({ data, out }: RunSettings): void {
  const below = path.relative(data, out);
  if (path.isAbsolute(below) || below.split(path.sep)[0] === "..") return;
  throw new SettingError(
    "out",
    `must lie outside of the folder of images ${data}, got ${out}. Pictures in it would be taken for training images.`,
  );
}

async function refuseExistingRun(out: string): Promise<void> {
  const [file] = await filesOfRun(out);
  if (file === undefined) return;
  throw new RunFolderError(
    "ERR_RUN_EXISTS",
    out,
    `out must be a folder without a run, got ${out} with ${file}. Resume the run, replace it with force, or choose another folder.`,
  );
}

function refuseChanges(settings: RunSettings, earlier: RunSettings): void {
  for (const name of Object.keys(settings) as (keyof RunSettings)[]) {
    if (changeable.includes(name) || settings[name] === earlier[name]) continue;
    throw new SettingError(
      name,
      `is ${settings[name]}, but the run was started with ${earlier[name]}. Leave it out, or start another run in another folder.`,
    );
  }
}
