import type { FlatMemory } from "./flatMemory.ts";
import { checkSettings, type TrainingSettings } from "./trainingSettings.ts";

/** What is kept of a run between its steps, beside the settings. */
export const stateGroups = ["parameters", "firstMoments", "secondMoments", "ema"] as const;

export type StateGroup = (typeof stateGroups)[number];

export interface StateTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A run at rest: all that it needs to go on bit for bit. */
export interface TrainingState {
  /** Updates done. Everything random after it, and the images, are functions of the seed and the step. */
  readonly step: number;
  readonly settings: TrainingSettings;
  /** Parameters, Adam's moments and the moving average, in tfjs's layout. */
  readonly tensors: Readonly<Record<StateGroup, Readonly<Record<string, StateTensor>>>>;
}

type Shapes = Readonly<Record<string, readonly number[]>>;

/** Copies a run's state out of its memory. */
export function readState(
  step: number,
  settings: TrainingSettings,
  memory: FlatMemory,
  shapes: Shapes,
): TrainingState {
  const copyOf = (group: StateGroup): Record<string, StateTensor> =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => {
        return [name, { shape, data: memory.regions[group].tensors[name]!.slice() }];
      }),
    );
  return {
    step,
    settings,
    tensors: {
      parameters: copyOf("parameters"),
      firstMoments: copyOf("firstMoments"),
      secondMoments: copyOf("secondMoments"),
      ema: copyOf("ema"),
    },
  };
}

/**
 * Copies a state into the memory of the run that goes on.
 *
 * @throws RangeError if the state has other settings, tensors or shapes than the run. Nothing is written then.
 */
export function writeState(
  state: TrainingState,
  settings: TrainingSettings,
  memory: FlatMemory,
  shapes: Shapes,
): void {
  checkSettings(state.settings, settings);
  const most = Number(settings["steps"]);
  if (!Number.isSafeInteger(state.step) || state.step < 0 || state.step > most) {
    throw new RangeError(`createTrainer: state.step must be an integer in 0…${most}, got ${state.step}.`);
  }
  for (const group of stateGroups) checkTensors(group, state.tensors[group], shapes);
  for (const group of stateGroups) {
    for (const [name, { data }] of Object.entries(state.tensors[group])) {
      memory.regions[group].tensors[name]!.set(data);
    }
  }
}

function checkTensors(
  group: StateGroup,
  tensors: Readonly<Record<string, StateTensor>>,
  shapes: Shapes,
): void {
  for (const name of Object.keys(tensors)) {
    if (shapes[name]) continue;
    throw new RangeError(`createTrainer: state.${group} must hold the network's tensors, got "${name}".`);
  }
  for (const [name, shape] of Object.entries(shapes)) {
    const given = tensors[name];
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    if (given?.data.length === size && String(given.shape) === String(shape)) continue;
    throw new RangeError(
      `createTrainer: state.${group} must hold "${name}" of shape [${shape}], got ${given ? `[${given.shape}]` : "none"}.`,
    );
  }
}
