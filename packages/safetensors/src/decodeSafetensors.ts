import { arrayKind, type SafetensorsArray, type SafetensorsDtype } from "./dtypes.ts";
import { type HeaderEntry, parseHeader, readHeaderLength } from "./header.ts";
import { SafetensorsError } from "./SafetensorsError.ts";

/** A tensor in a file. */
export interface SafetensorsEntry {
  readonly dtype: SafetensorsDtype;
  /** Sizes of the dimensions; `[]` for a scalar. */
  readonly shape: readonly number[];
  /** The elements, row-major. F16 and BF16 are raw bits in a Uint16Array; convert them with `toFloat32`. */
  readonly data: SafetensorsArray;
}

export interface Safetensors {
  /** Tensors by name, in the order of the file. */
  readonly tensors: Record<string, SafetensorsEntry>;
  /** The strings of `__metadata__`; `{}` if there are none. */
  readonly metadata: Record<string, string>;
}

/**
 * Decode a safetensors file from memory.
 *
 * @param bytes - The whole file.
 * @returns The tensors. Their arrays are views of `bytes` where the alignment allows, otherwise copies. Do not modify them or `bytes`.
 * @throws SafetensorsError naming the tensor if the file is damaged: a header that is truncated or not JSON, an unknown dtype, a size that
 *   does not match the shape, tensors that overlap, leave gaps or exceed the file, or a duplicate name.
 * @see https://github.com/huggingface/safetensors#format
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  try {
    const headerLength = readHeaderLength(bytes.subarray(0, 8), bytes.length);
    const data = bytes.subarray(8 + headerLength);
    const { entries, metadata } = parseHeader(bytes.subarray(8, 8 + headerLength), data.length);
    const tensors = Object.fromEntries(
      entries.map((entry) => [
        entry.name,
        { dtype: entry.dtype, shape: entry.shape, data: view(data, entry) },
      ]),
    );
    return { tensors, metadata };
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    throw new SafetensorsError(`decodeSafetensors: ${error.message}.`, { cause: error.cause });
  }
}

function view(data: Uint8Array, { dtype, begin, size }: HeaderEntry): SafetensorsArray {
  const Kind = arrayKind(dtype);
  const byteOffset = data.byteOffset + begin;
  if (byteOffset % Kind.BYTES_PER_ELEMENT === 0) return new Kind(data.buffer, byteOffset, size);
  const copy = new Kind(size);
  new Uint8Array(copy.buffer).set(data.subarray(begin, begin + copy.byteLength));
  return copy;
}
