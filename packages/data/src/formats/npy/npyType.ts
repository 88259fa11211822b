import type { PixelArray } from "@cellgen/filters";
import { type PixelType, pixelArrays } from "../../images/pixelType.ts";
import { FaultError } from "../faultError.ts";
import { floatsOfHalves } from "../halfFloat.ts";

/** Element type of a .npy array of pixels. */
export interface NpyType {
  /** Bytes of an element in the file. */
  readonly bytes: number;
  readonly pixelType: PixelType;
  /** Convert the bytes of elements, at an aligned position, to pixel values. The bytes may be reused or changed. */
  decode(bytes: Uint8Array): PixelArray;
}

/** Element types by kind and size. Booleans are read as 0 and 1, half precision as float32. */
const pixelTypes: ReadonlyMap<string, PixelType> = new Map([
  ["b1", "uint8"],
  ["u1", "uint8"],
  ["u2", "uint16"],
  ["u4", "uint32"],
  ["i1", "int8"],
  ["i2", "int16"],
  ["i4", "int32"],
  ["f2", "float32"],
  ["f4", "float32"],
  ["f8", "float64"],
]);

/** Type strings that cellgen writes. */
export const npyDescrs: Readonly<Record<PixelType, string>> = {
  uint8: "|u1",
  uint16: "<u2",
  uint32: "<u4",
  int8: "|i1",
  int16: "<i2",
  int32: "<i4",
  float32: "<f4",
  float64: "<f8",
};

/**
 * Interpret a type string of NumPy as a pixel type.
 *
 * @throws FaultError for other types: objects, text, 64-bit integers, complex numbers.
 */
export function npyType(descr: string): NpyType {
  const [, order, kind] = /^([<>|=])([a-zA-Z]\d*)$/.exec(descr) ?? [];
  const pixelType = kind === undefined ? undefined : pixelTypes.get(kind);
  if (kind === undefined || pixelType === undefined) throw unsupported(descr, kind);
  const bytes = Number(kind.slice(1));
  if (bytes > 1 && order === "|") throw unsupported(descr, kind);
  return {
    bytes,
    pixelType,
    decode(raw) {
      if (order === ">") swapBytes(raw, bytes);
      if (kind === "f2") return floatsOfHalves(new Uint16Array(raw.buffer, raw.byteOffset, raw.length / 2));
      return new pixelArrays[pixelType](raw.buffer as ArrayBuffer, raw.byteOffset, raw.length / bytes);
    },
  };
}

/** Reverse the bytes of each element in place. */
export function swapBytes(raw: Uint8Array, bytes: number): void {
  const view = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  if (bytes === 2) view.swap16();
  if (bytes === 4) view.swap32();
  if (bytes === 8) view.swap64();
}

function unsupported(descr: string, kind: string | undefined): FaultError {
  if (kind?.startsWith("O")) {
    return new FaultError("an array of Python objects (pickled)", "Save numbers: array.astype('float32').");
  }
  if (kind === "i8" || kind === "u8") {
    return new FaultError(
      `an array of 64-bit integers (${descr})`,
      "Save it in a smaller type: array.astype('uint16').",
    );
  }
  return new FaultError(
    `an array of the type ${JSON.stringify(descr.slice(0, 20))}`,
    "Save it as uint8, uint16, uint32, int8, int16, int32, float16, float32 or float64.",
  );
}
