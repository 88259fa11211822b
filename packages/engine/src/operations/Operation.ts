import * as tf from "@tensorflow/tfjs-core";
import type { GraphDataType, Value } from "../graph/graph.ts";

export type Attributes = Readonly<Record<string, unknown>>;
export type Inputs = Readonly<Record<string, Value>>;

export interface OutputSpec {
  readonly shape: readonly number[];
  readonly dtype: GraphDataType;
}

/** Computes the shapes and types of a kernel's outputs from its inputs and attributes. */
export type OutputRule = (inputs: Inputs, attributes: Attributes) => readonly OutputSpec[];

/** Traceable kernel: what it accepts and what it returns. Its ONNX nodes are in `lowering/`. */
export interface Operation {
  /** Accepted types of all inputs, on which all backends agree. @default any */
  readonly types?: readonly GraphDataType[];
  readonly outputs: OutputRule;
}

/** Operations by TensorFlow.js kernel name. */
export type Operations = Readonly<Record<string, Operation>>;

export const floats: readonly GraphDataType[] = ["float32"];
export const numbers: readonly GraphDataType[] = ["float32", "int32"];
export const bools: readonly GraphDataType[] = ["bool"];
export const anything: readonly GraphDataType[] = ["float32", "int32", "bool"];

/** Return the input of a name. */
export function input(inputs: Inputs, name: string): Value {
  const value = inputs[name];
  if (!value) throw new Error(`compile: kernels must have all inputs, got none for "${name}".`);
  return value;
}

/** Return the common type of tensors that are combined, because backends handle mixed types differently. */
export function oneType(operation: string, parts: readonly Value[]): GraphDataType {
  const { dtype } = parts[0]!;
  const other = parts.find((part) => part.dtype !== dtype);
  if (!other) return dtype;
  throw new TypeError(
    `compile: ${operation} must have tensors of one type, got ${dtype} and ${other.dtype}. Convert them with tf.cast.`,
  );
}

/** Return one output with the shape and type of an input. */
export const like =
  (name: string): OutputRule =>
  (inputs) => [input(inputs, name)];

/** Return one float32 output of a shape. */
export const floatOutput = (shape: readonly number[]): readonly OutputSpec[] => [{ shape, dtype: "float32" }];

/** Return the shape to which two shapes broadcast. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  return tf.backend_util.assertAndGetBroadcastShape([...a], [...b]);
}
