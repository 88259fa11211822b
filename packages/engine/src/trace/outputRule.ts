import type { GraphDataType, Value } from "./graph.ts";

export type Attributes = Readonly<Record<string, unknown>>;
export type Inputs = Readonly<Record<string, Value>>;

export interface OutputSpec {
  readonly shape: readonly number[];
  readonly dtype: GraphDataType;
}

/** The shapes and types of a kernel's outputs, from its inputs and attributes. */
export type OutputRule = (inputs: Inputs, attributes: Attributes) => readonly OutputSpec[];

export type OutputRules = Readonly<Record<string, OutputRule>>;

/** The input of that name. */
export function input(inputs: Inputs, name: string): Value {
  const value = inputs[name];
  if (!value) throw new Error(`compile: a kernel was called without its input "${name}".`);
  return value;
}

/** The same rule for several kernels, whose inputs must be of the given types: what others would give differs between backends. */
export function forKernels(
  kernels: string,
  types: readonly GraphDataType[],
  rule: OutputRule,
): Record<string, OutputRule> {
  return Object.fromEntries(kernels.split(" ").map((kernel) => [kernel, ofTypes(kernel, types, rule)]));
}

function ofTypes(kernel: string, types: readonly GraphDataType[], rule: OutputRule): OutputRule {
  return (inputs, attributes) => {
    for (const { dtype } of Object.values(inputs)) {
      if (types.includes(dtype)) continue;
      throw new TypeError(
        `compile: operation ${kernel} must be given ${types.join(" or ")}, got ${dtype}. Convert it with tf.cast.`,
      );
    }
    return rule(inputs, attributes);
  };
}
