import { type Safetensors, SafetensorsError, toFloat32 } from "@cellgen/safetensors";
import { readSafetensors, writeSafetensors } from "@cellgen/safetensors/node";
import type { TrainingState } from "../diffusion/trainer.ts";
import { type StateGroup, type StateTensor, stateGroups } from "../fit/fitState.ts";
import { CheckpointError } from "./CheckpointError.ts";

/** In the metadata: what the file is. Another layout would have another number. */
const format = "cellgen-training-1";
const settingPrefix = "settings/";

/**
 * Writes a run's state to one safetensors file, whole or not at all: beside its place, synced to the disk, then renamed over what stood
 * there.
 *
 * Its tensors are `parameters/NAME`, `firstMoments/NAME`, `secondMoments/NAME` and `ema/NAME`, float32 in tfjs's layout; step and settings
 * are in its metadata.
 *
 * @param file - Its folder must exist.
 * @throws The system's error (`code` `"ENOENT"`, `"ENOSPC"` …); then the old file still stands.
 */
export async function saveCheckpoint(file: string, state: TrainingState): Promise<void> {
  const tensors = stateGroups.flatMap((group) =>
    Object.entries(state.tensors[group]).map(([name, tensor]) => [`${group}/${name}`, tensor] as const),
  );
  const settings = Object.entries(state.settings).map(([name, value]) => [`${settingPrefix}${name}`, value]);
  await writeSafetensors(file, Object.fromEntries(tensors), {
    format,
    step: String(state.step),
    ...Object.fromEntries(settings),
  });
}

/**
 * Reads what `saveCheckpoint` wrote. `createTrainer` checks that it fits the run.
 *
 * @returns The state, the caller's.
 * @throws CheckpointError if the file is no checkpoint or a damaged one, naming the file; the system's error (`code` `"ENOENT"` …) if it
 *   cannot be read at all.
 */
export async function loadCheckpoint(file: string): Promise<TrainingState> {
  try {
    return stateOf(await readSafetensors(file));
  } catch (error) {
    if (!(error instanceof SafetensorsError || error instanceof CheckpointError)) throw error;
    throw new CheckpointError(
      `loadCheckpoint: ${file} must be a whole checkpoint: ${error.message.replace(/\.$/, "")}. ` +
        "Go on from an older checkpoint, or begin a new run.",
      { cause: error },
    );
  }
}

function stateOf({ tensors, metadata }: Safetensors): TrainingState {
  if (metadata["format"] !== format) {
    throw new CheckpointError(`its metadata must have the format "${format}", got "${metadata["format"]}"`);
  }
  const step = Number(metadata["step"] ?? Number.NaN);
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new CheckpointError(`its step must be an integer of at least 0, got "${metadata["step"]}"`);
  }
  const settings = Object.entries(metadata)
    .filter(([name]) => name.startsWith(settingPrefix))
    .map(([name, value]) => [name.slice(settingPrefix.length), value]);

  const groups: Record<StateGroup, Record<string, StateTensor>> = {
    parameters: {},
    firstMoments: {},
    secondMoments: {},
    ema: {},
  };
  for (const [name, entry] of Object.entries(tensors)) {
    const group = stateGroups.find((candidate) => name.startsWith(`${candidate}/`));
    if (!group || entry.dtype !== "F32") {
      throw new CheckpointError(`its tensors must be float32 of ${stateGroups.join(", ")}, got "${name}"`);
    }
    groups[group][name.slice(group.length + 1)] = { shape: entry.shape, data: toFloat32(entry) };
  }
  for (const group of stateGroups) checkSameTensors(group, groups[group], groups.parameters);
  return { step, settings: Object.fromEntries(settings), tensors: groups };
}

/** Moments and average have a tensor for each parameter, of its shape. */
function checkSameTensors(
  group: StateGroup,
  tensors: Readonly<Record<string, StateTensor>>,
  parameters: Readonly<Record<string, StateTensor>>,
): void {
  for (const name of new Set([...Object.keys(parameters), ...Object.keys(tensors)])) {
    const given = String(tensors[name]?.shape);
    const wanted = String(parameters[name]?.shape);
    if (given === wanted) continue;
    throw new CheckpointError(`${group}/${name} must have the parameter's shape [${wanted}], got [${given}]`);
  }
}
