import type { FlatMemory } from "./flatMemory.ts";

/** Tensors that are kept between steps. */
export const stateGroups = ["parameters", "firstMoments", "secondMoments", "ema"] as const;

export type StateGroup = (typeof stateGroups)[number];

export interface StateTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** State of a fit between two steps, sufficient to resume with bit-for-bit identical results. */
export interface FitState {
  /** Number of completed updates. */
  readonly step: number;
  /** Parameters, Adam's moments and the moving average, in tfjs's layout. */
  readonly tensors: Readonly<Record<StateGroup, Readonly<Record<string, StateTensor>>>>;
}

type Shapes = Readonly<Record<string, readonly number[]>>;

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/**
 * Write initial parameters into the memory, as parameters and as moving average.
 *
 * @throws RangeError if a parameter is missing, unknown or of the wrong size.
 */
export function initialize(
  initial: Readonly<Record<string, Float32Array>>,
  memory: FlatMemory,
  shapes: Shapes,
): void {
  const { parameters, ema } = memory.regions;
  for (const name of Object.keys(initial)) {
    if (!shapes[name]) throw new RangeError(`fit: init must return only declared parameters, got "${name}".`);
  }
  for (const [name, shape] of Object.entries(shapes)) {
    const length = initial[name]?.length;
    if (length !== sizeOf(shape)) {
      throw new RangeError(
        `fit: init must return ${sizeOf(shape)} numbers for "${name}", got ${length ?? 0}.`,
      );
    }
    parameters.tensors[name]!.set(initial[name]!);
  }
  ema.values.set(parameters.values);
}

/** Copy the state from the memory. */
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
 * Copy a state into the memory.
 *
 * @param steps - Maximum step of the state.
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
