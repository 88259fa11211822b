import type { FlatMemory } from "./flatMemory.ts";

/** What is kept between steps. */
export const stateGroups = ["parameters", "firstMoments", "secondMoments", "ema"] as const;

export type StateGroup = (typeof stateGroups)[number];

export interface StateTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A fit between two steps: all that it needs to resume bit for bit. */
export interface FitState {
  /** Updates done. */
  readonly step: number;
  /** Parameters, Adam's moments and the moving average, in tfjs's layout. */
  readonly tensors: Readonly<Record<StateGroup, Readonly<Record<string, StateTensor>>>>;
}

type Shapes = Readonly<Record<string, readonly number[]>>;

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/**
 * Writes initial parameters into the memory, and into the average.
 *
 * @throws RangeError if one is missing, of another size than its shape, or unknown.
 */
export function initialize(
  initial: Readonly<Record<string, Float32Array>>,
  memory: FlatMemory,
  shapes: Shapes,
): void {
  const { parameters, ema } = memory.regions;
  for (const name of Object.keys(initial)) {
    if (!shapes[name]) throw new RangeError(`fit: init must give the parameters, got "${name}".`);
  }
  for (const [name, shape] of Object.entries(shapes)) {
    const length = initial[name]?.length;
    if (length !== sizeOf(shape)) {
      throw new RangeError(`fit: init must give ${sizeOf(shape)} numbers for "${name}", got ${length ?? 0}.`);
    }
    parameters.tensors[name]!.set(initial[name]!);
  }
  ema.values.set(parameters.values);
}

/** Copies the state out of the memory. */
export function readState(step: number, memory: FlatMemory, shapes: Shapes): FitState {
  const copyOf = (group: StateGroup): Record<string, StateTensor> =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => {
        return [name, { shape, data: memory.regions[group].tensors[name]!.slice() }];
      }),
    );
  return {
    step,
    tensors: {
      parameters: copyOf("parameters"),
      firstMoments: copyOf("firstMoments"),
      secondMoments: copyOf("secondMoments"),
      ema: copyOf("ema"),
    },
  };
}

/**
 * Copies a state into the memory.
 *
 * @param steps - The last step that it can be of.
 * @throws RangeError if the state has other tensors or shapes, or is of a later step. Nothing is written then.
 */
export function writeState(state: FitState, memory: FlatMemory, shapes: Shapes, steps: number): void {
  if (!Number.isSafeInteger(state.step) || state.step < 0 || state.step > steps) {
    throw new RangeError(`fit: state.step must be an integer in 0…${steps}, got ${state.step}.`);
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
    throw new RangeError(`fit: state.${group} must hold the network's tensors, got "${name}".`);
  }
  for (const [name, shape] of Object.entries(shapes)) {
    const given = tensors[name];
    if (given?.data.length === sizeOf(shape) && String(given.shape) === String(shape)) continue;
    throw new RangeError(
      `fit: state.${group} must hold "${name}" of shape [${shape}], got ${given ? `[${given.shape}]` : "none"}.`,
    );
  }
}
