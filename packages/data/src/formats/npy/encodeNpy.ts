import { encodeNpyHeader } from "./npyHeader.ts";

/** Encode float64 numbers as a .npy file. */
export function encodeNumbers(values: readonly number[], shape: readonly number[]): Buffer {
  const data = Buffer.alloc(8 * values.length);
  values.forEach((value, index) => {
    data.writeDoubleLE(value, 8 * index);
  });
  return Buffer.concat([encodeNpyHeader("<f8", shape), data]);
}

/** Encode integers as a .npy file of int64, NumPy's default type. */
export function encodeIntegers(values: readonly number[]): Buffer {
  const data = Buffer.alloc(8 * values.length);
  values.forEach((value, index) => {
    data.writeBigInt64LE(BigInt(value), 8 * index);
  });
  return Buffer.concat([encodeNpyHeader("<i8", [values.length]), data]);
}

/** Encode texts as a .npy file of fixed-length texts (type U), padded with zeros. */
export function encodeTexts(texts: readonly string[]): Buffer {
  const codes = texts.map((text) => Array.from(text, (character) => character.codePointAt(0)!));
  const length = Math.max(1, ...codes.map((text) => text.length));
  const data = Buffer.alloc(4 * length * texts.length);
  codes.forEach((text, index) => {
    text.forEach((code, place) => {
      data.writeUInt32LE(code, 4 * (index * length + place));
    });
  });
  return Buffer.concat([encodeNpyHeader(`<U${length}`, [texts.length]), data]);
}
