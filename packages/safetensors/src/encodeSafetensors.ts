import {
  arrayKind,
  dtypeOf,
  isDtype,
  type SafetensorsArray,
  type SafetensorsDtype,
  safetensorsDtypes,
} from "./dtypes.ts";

/** A tensor to write. */
export interface SafetensorsInput {
  readonly shape: readonly number[];
  /** The elements, row-major. */
  readonly data: SafetensorsArray;
  /**
   * Element type. Required only if it does not follow from the array: `"F16"` or `"BF16"` for raw bits in a Uint16Array, `"BOOL"` for a
   * Uint8Array.
   * @default the type of the array: F32 for a Float32Array, I64 for a BigInt64Array
   */
  readonly dtype?: SafetensorsDtype;
}

/**
 * Encode tensors in safetensors format. The bytes are identical to those of Hugging Face's library for the same tensors.
 *
 * @param tensors - Tensors by name, in any order. The file is sorted by element size, then by name.
 * @param metadata - Strings to store with the tensors. PyTorch writes `{ format: "pt" }`.
 * @returns The file. New array; the inputs are copied.
 * @throws RangeError if a shape does not match the number of elements; TypeError if an array does not match its dtype.
 * @see https://github.com/huggingface/safetensors#format
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, SafetensorsInput>>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  const chunks = encodeChunks("encodeSafetensors", tensors, metadata);
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** Return the file in chunks: the header, then the bytes of each tensor, not copied. */
export function encodeChunks(
  caller: string,
  tensors: Readonly<Record<string, SafetensorsInput>>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array[] {
  for (const [key, value] of Object.entries(metadata ?? {})) {
    if (typeof value !== "string") {
      throw new TypeError(`${caller}: metadata.${key} must be a string, got ${typeof value}.`);
    }
  }
  const entries = Object.entries(tensors).map(([name, input]) => checkInput(caller, name, input));
  entries.sort((a, b) => b.rank - a.rank || (a.name < b.name ? -1 : 1));
  const lines =
    metadata && Object.keys(metadata).length > 0 ? [`"__metadata__":${JSON.stringify(metadata)}`] : [];
  let offset = 0;
  for (const { name, dtype, shape, bytes } of entries) {
    const entry = { dtype, shape, data_offsets: [offset, offset + bytes.length] };
    lines.push(`${JSON.stringify(name)}:${JSON.stringify(entry)}`);
    offset += bytes.length;
  }
  const json = new TextEncoder().encode(`{${lines.join(",")}}`);
  // Pad the JSON with spaces to align the data to 8 bytes.
  const header = new Uint8Array(8 + Math.ceil(json.length / 8) * 8).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(header.length - 8), true);
  header.set(json, 8);
  return [header, ...entries.map((entry) => entry.bytes)];
}

function checkInput(caller: string, name: string, { shape, data, dtype = dtypeOf(data)! }: SafetensorsInput) {
  const what = `${caller}: tensor ${JSON.stringify(name)}`;
  if (name === "__metadata__") throw new RangeError(`${what} has a reserved name. Rename it.`);
  if (!isDtype(dtype)) {
    throw new TypeError(
      `${what} must have a typed array of one of the dtypes ${safetensorsDtypes.join(", ")}, got ${dtype}.`,
    );
  }
  if (!(data instanceof arrayKind(dtype))) {
    throw new TypeError(`${what} of dtype ${dtype} must have data of type ${arrayKind(dtype).name}.`);
  }
  const valid = shape.every((dimension) => Number.isSafeInteger(dimension) && dimension >= 0);
  if (!valid || shape.reduce((product, dimension) => product * dimension, 1) !== data.length) {
    throw new RangeError(
      `${what} must have the number of values of its shape [${shape}], got ${data.length}.`,
    );
  }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name, dtype, shape, bytes, rank: safetensorsDtypes.indexOf(dtype) };
}
