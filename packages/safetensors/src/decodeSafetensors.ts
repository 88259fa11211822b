import { arrayKind, type SafetensorsArray, type SafetensorsDtype } from "./dtypes.ts";
import { type HeaderEntry, parseHeader, readHeaderLength } from "./header.ts";
import { SafetensorsError } from "./SafetensorsError.ts";

/** A tensor of a file. */
export interface SafetensorsEntry {
  readonly dtype: SafetensorsDtype;
  /** `[]` is a scalar. */
  readonly shape: readonly number[];
  /** The elements, row-major; F16 and BF16 as their bits in a Uint16Array, which `toFloat32` reads. */
  readonly data: SafetensorsArray;
}

export interface Safetensors {
  /** By name, in the order of the file. */
  readonly tensors: Record<string, SafetensorsEntry>;
  /** The strings under `__metadata__`; `{}` where there are none. */
  readonly metadata: Record<string, string>;
}

/**
 * Reads a safetensors file from memory.
 *
 * @param bytes - The whole file.
 * @returns The tensors. Their arrays are views of `bytes` where its alignment allows, copies where not: do not write to either.
 * @throws SafetensorsError if anything is wrong with the file, naming the tensor: a header that is cut short or is not JSON, an unknown
 *   dtype, a size that is not the shape's, places that overlap, leave gaps or lie outside the file, a name that stands twice.
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
