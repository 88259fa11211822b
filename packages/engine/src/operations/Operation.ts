import * as tf from "@tensorflow/tfjs-core";
import type { GraphDataType, Value } from "../graph/graph.ts";

export type Attributes = Readonly<Record<string, unknown>>;
export type Inputs = Readonly<Record<string, Value>>;

export interface OutputSpec {
  readonly shape: readonly number[];
  readonly dtype: GraphDataType;
}

/** The shapes and types of a kernel's outputs, from its inputs and attributes. */
export type OutputRule = (inputs: Inputs, attributes: Attributes) => readonly OutputSpec[];

/** A kernel that a function may call: what it accepts and what it returns. `lowering/` has its ONNX nodes. */
export interface Operation {
  /** Accepted types of all inputs. Backends disagree about others. @default anything */
  readonly types?: readonly GraphDataType[];
  readonly outputs: OutputRule;
}

/** Operations by the name of TensorFlow.js's kernel. */
export type Operations = Readonly<Record<string, Operation>>;

export const floats: readonly GraphDataType[] = ["float32"];
export const numbers: readonly GraphDataType[] = ["float32", "int32"];
export const bools: readonly GraphDataType[] = ["bool"];
export const anything: readonly GraphDataType[] = ["float32", "int32", "bool"];

/** The input of that name. */
export function input(inputs: Inputs, name: string): Value {
  const value = inputs[name];
  if (!value) throw new Error(`compile: a kernel was called without its input "${name}".`);
  return value;
}

/** The type of tensors that are put together: backends make different things of several. */
export function oneType(operation: string, parts: readonly Value[]): GraphDataType {
  const { dtype } = parts[0]!;
  const other = parts.find((part) => part.dtype !== dtype);
  if (!other) return dtype;
  throw new TypeError(
    `compile: ${operation} must have tensors of one type, got ${dtype} and ${other.dtype}. Convert them with tf.cast.`,
  );
}

/** One output, with the shape and type of an input. */
export const like =
  (name: string): OutputRule =>
  (inputs) => [input(inputs, name)];

/** One output of that shape, float32. */
export const floatOutput = (shape: readonly number[]): readonly OutputSpec[] => [{ shape, dtype: "float32" }];

/** The shape that two broadcast to. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  return tf.backend_util.assertAndGetBroadcastShape([...a], [...b]);
}
