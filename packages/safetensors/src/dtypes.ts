/** Array types for reading and writing tensors. */
export type SafetensorsArray =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

interface ArrayKind {
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): SafetensorsArray;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): SafetensorsArray;
}

/** Element types of the format. */
export type SafetensorsDtype =
  | "BOOL"
  | "U8"
  | "I8"
  | "F8_E5M2"
  | "F8_E4M3"
  | "I16"
  | "U16"
  | "F16"
  | "BF16"
  | "I32"
  | "U32"
  | "F32"
  | "F64"
  | "I64"
  | "U64";

/**
 * In the order of the format's reference implementation. Files store tensors in the reverse order, so that each is aligned. Types without
 * a JavaScript array are stored as raw bits: F16 and BF16 in a Uint16Array, BOOL and 8-bit floats in a Uint8Array.
 */
const arrayKinds: Readonly<Record<SafetensorsDtype, ArrayKind>> = {
  BOOL: Uint8Array,
  U8: Uint8Array,
  I8: Int8Array,
  F8_E5M2: Uint8Array,
  F8_E4M3: Uint8Array,
  I16: Int16Array,
  U16: Uint16Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I32: Int32Array,
  U32: Uint32Array,
  F32: Float32Array,
  F64: Float64Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
};

export const safetensorsDtypes: readonly SafetensorsDtype[] = Object.keys(arrayKinds) as SafetensorsDtype[];

/** Dtypes that are inferred from the array type. */
const plainDtypes: readonly SafetensorsDtype[] = [
  "U8",
  "I8",
  "I16",
  "U16",
  "I32",
  "U32",
  "F32",
  "F64",
  "I64",
  "U64",
];

export function isDtype(name: unknown): name is SafetensorsDtype {
  return typeof name === "string" && Object.hasOwn(arrayKinds, name);
}

export function arrayKind(dtype: SafetensorsDtype): ArrayKind {
  return arrayKinds[dtype];
}

/** Return the dtype inferred from the array type: F32 for a Float32Array. */
export function dtypeOf(data: unknown): SafetensorsDtype | undefined {
  return plainDtypes.find((dtype) => data instanceof arrayKinds[dtype]);
}
