import { existsSync } from "node:fs";
import path from "node:path";
import type { Engine } from "@cellgen/engine";
import { checkOptionNames } from "@cellgen/pipelines/options";
import { RunFolderError } from "../RunFolderError.ts";
import { filesOfRun, runFolder } from "../runFolder.ts";
import { completeRunSettings, type GivenSettings } from "./completeRunSettings.ts";
import { readRunSettings } from "./readRunSettings.ts";
import type { PrepareRunOptions } from "./runOptions.ts";
import type { CompleteRunSettings, RunSettings } from "./runSettings.ts";
import { settingError } from "./settingError.ts";
import { settingRanges } from "./settingRanges.ts";

/** Settings that may change when a run is resumed. All others are fixed by its checkpoint. */
const changeable: readonly (keyof RunSettings)[] = [
  "data",
  "out",
  "index",
  "strict",
  "engine",
  "threads",
  "shareCores",
  "blocks",
  "sampleEvery",
  "checkpointEvery",
];

/** Options that are not settings. */
const optionsOnly: Readonly<Record<Exclude<keyof PrepareRunOptions, keyof RunSettings>, true>> = {
  resume: true,
  force: true,
  signal: true,
  onScan: true,
};

/**
 * Resolve the settings of a run, and check that its folder can be used.
 *
 * @throws TypeError, OptionError and RunFolderError as `prepareRun`. Nothing is changed.
 */
export async function resolveRun(folder: string, options: PrepareRunOptions): Promise<CompleteRunSettings> {
  const { data, ...names } = settingRanges;
  checkOptionNames("trainFolder", options, { ...names, ...optionsOnly });
  const { resume = false, force = false, signal, onScan, engine, ...given } = options;
  if (resume && force) {
    throw settingError(
      "force",
      "must not be used with resume, because it replaces the run. Use one of them.",
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
      `the run in ${out} must have a checkpoint to resume from, got none. Restart it with force instead of resume.`,
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
  throw settingError(
    "out",
    `must lie outside the folder of images ${data}, got ${out}. Choose another folder, so that its pictures are not used as training images.`,
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
    throw settingError(
      name,
      `is ${settings[name]}, but the run was started with ${earlier[name]}. Omit it, or start a new run in another folder.`,
    );
  }
}
