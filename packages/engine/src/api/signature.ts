import { sizeOf } from "../graph/shape.ts";
import { indexOfNaN } from "./indexOfNaN.ts";

/** The type of a tensor that goes into or comes out of a compiled function. */
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
}

/** The values of a tensor in host memory, row-major. */
export type HostArray = Float32Array | Int32Array;

/** The tensors that a function takes, by name. */
export type Signature = Readonly<Record<string, TensorSpec>>;

/** A tensor that never changes: it is baked into the compiled function. */
export interface ConstantTensor extends TensorSpec {
  readonly data: HostArray;
}

/**
 * Checks what a function is compiled for.
 *
 * @throws RangeError if a shape or type is none, values do not fill a constant's shape or are NaN, or a constant has the name of an input;
 * TypeError if a constant's array is of another kind.
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
        `compile: ${what} must hold numbers, got NaN at index ${index}. Look for bad values where it comes from.`,
      );
    }
    if (Object.hasOwn(signature, name)) {
      throw new RangeError(`compile: ${what} must have a name of its own, it has an input's.`);
    }
  }
}

function checkSpec(what: string, { shape, dtype }: TensorSpec): void {
  if (dtype !== "float32" && dtype !== "int32") {
    throw new RangeError(`compile: ${what} must be float32 or int32, got ${String(dtype)}.`);
  }
  if (!Array.isArray(shape) || shape.some((size) => !Number.isSafeInteger(size) || size < 1)) {
    throw new RangeError(`compile: ${what} must have a shape of whole numbers from 1, got [${shape}].`);
  }
}

/**
 * Checks the arrays given to a compiled function against its signature.
 *
 * @param where - What messages begin with.
 * @throws RangeError if one is missing, unknown, or of another length; TypeError if it is of another kind.
 */
export function checkInputs(
  signature: Signature,
  inputs: Readonly<Record<string, HostArray>>,
  where = "run:",
): void {
  for (const name in signature) {
    const values = inputs[name];
    if (values === undefined) {
      throw new RangeError(`${where} input ${JSON.stringify(name)} must be given, it is missing.`);
    }
    checkArray(`${where} input`, name, signature[name]!, values, compileForShape);
  }
  for (const name in inputs) {
    if (Object.hasOwn(signature, name)) continue;
    const known = Object.keys(signature).join(", ");
    throw new RangeError(`${where} input ${JSON.stringify(name)} must be one of the signature's: ${known}.`);
  }
}

/**
 * Checks the arrays that outputs are to be written into.
 *
 * @throws RangeError if one is unknown, or of another length; TypeError if it is of another kind.
 */
export function checkInto(outputs: Signature, into: Readonly<Record<string, HostArray>>): void {
  for (const name in into) {
    const spec = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
    if (!spec) {
      const known = Object.keys(outputs).join(", ");
      throw new RangeError(`run: output ${JSON.stringify(name)} must be one of the function's: ${known}.`);
    }
    checkArray("run: output", name, spec, into[name]!, compileForShape);
  }
}

/** A function is compiled for fixed shapes. */
const compileForShape = " Compile the function for the shape that you have.";

/** Makes nothing where all is well: a training step has hundreds of arrays. */
function checkArray(kind: string, name: string, spec: TensorSpec, values: HostArray, remedy = ""): void {
  const what = (): string => `${kind} ${JSON.stringify(name)}`;
  const wanted = spec.dtype === "float32" ? Float32Array : Int32Array;
  if (!(values instanceof wanted)) {
    const given = (values as object | null | undefined)?.constructor?.name ?? String(values);
    throw new TypeError(`${what()} must be a ${wanted.name}, got ${given}.`);
  }
  if (typeof SharedArrayBuffer !== "undefined" && values.buffer instanceof SharedArrayBuffer) {
    throw new TypeError(`${what()} must not lie in shared memory, which native code does not take. Copy it.`);
  }
  const size = sizeOf(spec.shape);
  if (values.length !== size) {
    throw new RangeError(
      `${what()} must have ${size} values for shape [${spec.shape}], got ${values.length}.${remedy}`,
    );
  }
}
