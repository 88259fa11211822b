import { sizeOf } from "../graph/shape.ts";
import { indexOfNaN } from "./indexOfNaN.ts";

/** Shape and type of an input or output tensor of a compiled function. */
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
}

/** Values of a tensor in host memory, row-major. */
export type HostArray = Float32Array | Int32Array;

/** Input tensors of a function, by name. */
export type Signature = Readonly<Record<string, TensorSpec>>;

/** Constant tensor, compiled into the function. */
export interface ConstantTensor extends TensorSpec {
  readonly data: HostArray;
}

/**
 * Check the signature and constants of a function.
 *
 * @throws RangeError if a shape or type is invalid, values do not match a constant's shape or contain NaN, or a constant has the name of an input;
 * TypeError if a constant's array is of the wrong kind.
 */
export function checkSignature(
  signature: Signature,
  constants: Readonly<Record<string, ConstantTensor>>,
): void {
  for (const [name, spec] of Object.entries(signature)) checkSpec(`input ${JSON.stringify(name)}`, spec);
  for (const [name, constant] of Object.entries(constants)) {
    const what = `constant ${JSON.stringify(name)}`;
    checkSpec(what, constant);
    checkArray("compile: constant", name, constant, constant.data);
    const index = indexOfNaN(constant.data);
    if (index >= 0) {
      throw new RangeError(
        `compile: ${what} must hold numbers, got NaN at index ${index}. Check the source of this input for invalid values.`,
      );
    }
    if (Object.hasOwn(signature, name)) {
      throw new RangeError(`compile: ${what} must not have the name of an input. Rename it.`);
    }
  }
}

function checkSpec(what: string, { shape, dtype }: TensorSpec): void {
  if (dtype !== "float32" && dtype !== "int32") {
    throw new RangeError(`compile: ${what} must be float32 or int32, got ${String(dtype)}.`);
  }
  if (!Array.isArray(shape) || shape.some((size) => !Number.isSafeInteger(size) || size < 1)) {
    throw new RangeError(`compile: ${what} must have a shape of positive integers, got [${shape}].`);
  }
}

/**
 * Check the input arrays of a compiled function against its signature.
 *
 * @param where - Prefix of the messages.
 * @throws RangeError if an array is missing, unknown, or has the wrong length; TypeError if it is of the wrong kind.
 */
export function checkInputs(
  signature: Signature,
  inputs: Readonly<Record<string, HostArray>>,
  where = "run:",
): void {
  for (const name in signature) {
    const values = inputs[name];
    if (values === undefined) {
      throw new RangeError(`${where} input ${JSON.stringify(name)} must be given, got none.`);
    }
    checkArray(`${where} input`, name, signature[name]!, values, compileForShape);
  }
  for (const name in inputs) {
    if (Object.hasOwn(signature, name)) continue;
    const known = Object.keys(signature).join(", ");
    throw new RangeError(`${where} input ${JSON.stringify(name)} must be in the signature: ${known}.`);
  }
}

/**
 * Check the arrays for outputs.
 *
 * @throws RangeError if an array is unknown or has the wrong length; TypeError if it is of the wrong kind.
 */
export function checkInto(outputs: Signature, into: Readonly<Record<string, HostArray>>): void {
  for (const name in into) {
    const spec = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
    if (!spec) {
      const known = Object.keys(outputs).join(", ");
      throw new RangeError(
        `run: output ${JSON.stringify(name)} must be an output of the function: ${known}.`,
      );
    }
    checkArray("run: output", name, spec, into[name]!, compileForShape);
  }
}

/** Remedy for wrong shapes: functions are compiled for fixed shapes. */
const compileForShape = " Compile the function for this shape.";

/** Check one array. Messages are created only on failure, because a training step has hundreds of arrays. */
function checkArray(kind: string, name: string, spec: TensorSpec, values: HostArray, remedy = ""): void {
  const what = (): string => `${kind} ${JSON.stringify(name)}`;
  const wanted = spec.dtype === "float32" ? Float32Array : Int32Array;
  if (!(values instanceof wanted)) {
    const given = (values as object | null | undefined)?.constructor?.name ?? String(values);
    throw new TypeError(`${what()} must be a ${wanted.name}, got ${given}.`);
  }
  if (typeof SharedArrayBuffer !== "undefined" && values.buffer instanceof SharedArrayBuffer) {
    throw new TypeError(
      `${what()} must not be in shared memory, which native code does not support. Copy it.`,
    );
  }
  const size = sizeOf(spec.shape);
  if (values.length !== size) {
    throw new RangeError(
      `${what()} must have ${size} values for shape [${spec.shape}], got ${values.length}.${remedy}`,
    );
  }
}
