import { type Safetensors, SafetensorsError, toFloat32 } from "@cellgen/safetensors";
import { readSafetensors, writeSafetensors } from "@cellgen/safetensors/node";
import type { TrainingState } from "../diffusion/trainer.ts";
import { type StateGroup, type StateTensor, stateGroups } from "../fit/fitState.ts";
import { CheckpointError } from "./CheckpointError.ts";

/** File format and version, stored in the metadata. */
const format = "cellgen-training-1";
const settingPrefix = "settings/";

/**
 * Write a run's state to one safetensors file atomically: it is written to a temporary file, synced to disk, then renamed.
 *
 * The tensors are `parameters/NAME`, `firstMoments/NAME`, `secondMoments/NAME` and `ema/NAME`, float32 in tfjs's layout; the metadata holds
 * the step and the settings.
 *
 * @param file - Path in an existing folder.
 * @throws The system error (`code` `"ENOENT"`, `"ENOSPC"` …). An existing file is then unchanged.
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
 * Read a checkpoint written by `saveCheckpoint`. `createTrainer` checks that it matches the run.
 *
 * @returns The state, in new arrays.
 * @throws CheckpointError if the file is not a valid checkpoint; the system error (`code` `"ENOENT"` …) if it cannot be read.
 */
export async function loadCheckpoint(file: string): Promise<TrainingState> {
  try {
    return stateOf(await readSafetensors(file));
  } catch (error) {
    if (!(error instanceof SafetensorsError || error instanceof CheckpointError)) throw error;
    throw new CheckpointError(
      `loadCheckpoint: ${file} must be a complete checkpoint: ${error.message.replace(/\.$/, "")}. ` +
        "Resume from an older checkpoint, or start a new run.",
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

/** Check that the moments and the moving average have a tensor for each parameter, of the same shape. */
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
