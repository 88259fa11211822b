import type { ByteReader } from "../byteReader.ts";
import { damaged } from "../faultError.ts";
import { readNpyHeader } from "./npyHeader.ts";
import { npyType, swapBytes } from "./npyType.ts";

/** Maximum size of an array of labels or names. */
const MAX_BYTES = 2 ** 28;
const MAX_TEXTS = 10_000;

/** Array of numbers or texts. */
export interface NpyValues<Value> {
  readonly shape: readonly number[];
  readonly values: readonly Value[];
}

/**
 * Read an array of numbers, 64-bit integers included.
 *
 * @throws FaultError if the array is damaged or holds no numbers.
 */
export async function readNpyNumbers(reader: ByteReader): Promise<NpyValues<number>> {
  const { descr, shape, dataOffset } = await readNpyHeader(reader);
  const wide = /^([<>])([iu])8$/.exec(descr);
  const bytes = wide ? 8 : npyType(descr).bytes;
  const raw = await readAll(reader, dataOffset, shape, bytes);
  if (!wide) return { shape, values: Array.from(npyType(descr).decode(raw)) };
  if (wide[1] === ">") swapBytes(raw, 8);
  const Type = wide[2] === "i" ? BigInt64Array : BigUint64Array;
  return { shape, values: Array.from(new Type(raw.buffer as ArrayBuffer), Number) };
}

/**
 * Read an array of texts of fixed length (type U).
 *
 * @throws FaultError if the array is damaged or holds no texts.
 */
export async function readNpyTexts(reader: ByteReader): Promise<NpyValues<string>> {
  const { descr, shape, dataOffset } = await readNpyHeader(reader);
  const [, order, length] = /^([<>])U(\d{1,5})$/.exec(descr) ?? [];
  if (length === undefined) throw damaged(`an array of texts has the type ${JSON.stringify(descr)}`);
  const bytes = 4 * Number(length);
  const count = shape.reduce((product, side) => product * side, 1);
  if (count > MAX_TEXTS) throw damaged(`an array of texts has ${count} texts`);
  const raw = await readAll(reader, dataOffset, shape, bytes);
  if (order === ">") swapBytes(raw, 4);
  const codes = new Uint32Array(raw.buffer as ArrayBuffer);
  const values = Array.from({ length: count }, (_, index) => {
    const text = codes.subarray((index * bytes) / 4, ((index + 1) * bytes) / 4);
    const end = text.findLastIndex((code) => code !== 0) + 1;
    return Array.from(text.subarray(0, end), (code) =>
      code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd",
    ).join("");
  });
  return { shape, values };
}

async function readAll(
  reader: ByteReader,
  dataOffset: number,
  shape: readonly number[],
  bytes: number,
): Promise<Uint8Array> {
  const size = shape.reduce((product, side) => product * side, bytes);
  if (size > MAX_BYTES) throw damaged(`an array of values has ${size} bytes`);
  return await reader.read(dataOffset, size);
}
