import { endianness } from "node:os";

/** Whether numbers are written in little-endian byte order: that of the machine, so that pixels need not be swapped. */
export const LITTLE_ENDIAN: boolean = endianness() === "LE";

/** Field of a TIFF directory. Offsets are `long` in classic TIFF and `long8` in BigTIFF. */
export interface TiffField {
  readonly tag: number;
  readonly type: "byte" | "ascii" | "short" | "long" | "offset" | "rational";
  /** Numbers; pairs of numerator and denominator for `rational`. */
  readonly values: readonly number[] | Uint8Array;
}

/** Number of a type in the file, and bytes of one value. */
const TYPES = { byte: [1, 1], ascii: [2, 1], short: [3, 2], long: [4, 4], rational: [5, 8] } as const;

/** Create an `ascii` field. Characters outside of ASCII become question marks. */
export function asciiField(tag: number, text: string): TiffField {
  return { tag, type: "ascii", values: Buffer.from(`${text.replace(/[^\n -~]/g, "?")}\0`, "latin1") };
}

/** Encode a signature and the position of the first directory. */
export function tiffHeader(isBig: boolean, firstDirectory: number): Buffer {
  const header = new FieldWriter(isBig ? 16 : 8);
  header.bytes.write(LITTLE_ENDIAN ? "II" : "MM", 0, "latin1");
  header.at = 2;
  header.number(isBig ? 43 : 42, 2);
  if (isBig) {
    header.number(8, 2);
    header.number(0, 2);
  }
  header.number(firstDirectory, isBig ? 8 : 4);
  return header.bytes;
}

/**
 * Encode a directory, followed by the values that do not fit into its fields.
 *
 * @param at - Position of the directory in the file, even.
 * @param isLast - Whether no directory follows; otherwise the next one begins right after these bytes.
 */
export function tiffDirectory(
  fields: readonly TiffField[],
  at: number,
  isBig: boolean,
  isLast: boolean,
): Buffer {
  const word = isBig ? 8 : 4;
  const sorted = [...fields].sort((a, b) => a.tag - b.tag);
  const ownBytes = (isBig ? 8 : 2) + sorted.length * (4 + 2 * word) + word;
  const sizes = sorted.map((field) => field.values.length * bytesPerValue(field, isBig));
  const external = sizes.reduce((sum, size) => sum + (size > word ? even(size) : 0), 0);
  const directory = new FieldWriter(even(ownBytes) + external);
  directory.number(sorted.length, isBig ? 8 : 2);
  let free = even(ownBytes);
  sorted.forEach((field, i) => {
    const size = sizes[i]!;
    const type = field.type === "offset" ? (isBig ? 16 : 4) : TYPES[field.type][0];
    directory.number(field.tag, 2);
    directory.number(type, 2);
    directory.number(field.type === "rational" ? field.values.length / 2 : field.values.length, word);
    const next = directory.at + word;
    if (size > word) {
      directory.number(at + free, word);
      directory.at = free;
      free += even(size);
    }
    for (const value of field.values) directory.number(value, bytesPerValue(field, isBig));
    directory.at = next;
  });
  directory.number(isLast ? 0 : at + directory.bytes.length, word);
  return directory.bytes;
}

const even = (value: number): number => value + (value & 1);

function bytesPerValue({ type }: TiffField, isBig: boolean): number {
  if (type === "offset") return isBig ? 8 : 4;
  return type === "rational" ? 4 : TYPES[type][1];
}

/** Writer of unsigned integers. */
class FieldWriter {
  readonly bytes: Buffer;
  at = 0;

  constructor(length: number) {
    this.bytes = Buffer.alloc(length);
  }

  number(value: number, size: number): void {
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
    if (size === 1) view.setUint8(this.at, value);
    else if (size === 2) view.setUint16(this.at, value, LITTLE_ENDIAN);
    else if (size === 4) view.setUint32(this.at, value, LITTLE_ENDIAN);
    else view.setBigUint64(this.at, BigInt(value), LITTLE_ENDIAN);
    this.at += size;
  }
}

/** Approximate a positive number by a fraction of 32-bit integers, exactly where it is one. Continued fractions. */
export function rational(value: number): readonly [numerator: number, denominator: number] {
  const limit = 2 ** 32 - 1;
  if (value >= limit) return [limit, 1];
  let [p0, q0, p1, q1] = [0, 1, 1, 0];
  let rest = value;
  for (let i = 0; i < 64; i++) {
    const whole = Math.floor(rest);
    const [p2, q2] = [whole * p1 + p0, whole * q1 + q0];
    if (p2 > limit || q2 > limit) break;
    [p0, q0, p1, q1] = [p1, q1, p2, q2];
    if (p1 / q1 === value || rest === whole) break;
    rest = 1 / (rest - whole);
  }
  return p1 === 0 ? [1, limit] : [p1, q1];
}
