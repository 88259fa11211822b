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

/** The number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/**
 * Checks the arrays given to a compiled function against its signature.
 *
 * @throws RangeError if one is missing, unknown, or of another length; TypeError if it is of another kind.
 */
export function checkInputs(signature: Signature, inputs: Readonly<Record<string, HostArray>>): void {
  for (const [name, spec] of Object.entries(signature)) {
    const values = inputs[name];
    if (values === undefined) throw new RangeError(`run: input "${name}" must be given, it is missing.`);
    checkArray(`input "${name}"`, spec, values);
  }
  for (const name of Object.keys(inputs)) {
    if (!(name in signature))
      throw new RangeError(`run: input "${name}" must be one of the signature, it is not.`);
  }
}

/** Checks one array against the tensor that it stands for. */
export function checkArray(what: string, spec: TensorSpec, values: HostArray): void {
  const wanted = spec.dtype === "float32" ? Float32Array : Int32Array;
  if (!(values instanceof wanted)) {
    throw new TypeError(`run: ${what} must be a ${wanted.name}, got ${(values as object).constructor.name}.`);
  }
  const size = sizeOf(spec.shape);
  if (values.length !== size) {
    throw new RangeError(
      `run: ${what} must have ${size} values for shape [${spec.shape}], got ${values.length}.`,
    );
  }
}
