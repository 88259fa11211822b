import { type HuffmanTable, huffmanTable } from "./huffmanTable.ts";

/** Component of a frame: brightness or a color difference. */
export interface JpegComponent {
  /** Blocks of 8x8 samples in a minimum coded unit, along each axis. */
  readonly columns: number;
  readonly rows: number;
  /** Factors of the coefficients, in zigzag order. */
  readonly quantization: Uint16Array;
  readonly dc: HuffmanTable;
  readonly ac: HuffmanTable;
}

/** Header of a JPEG file whose scan `decodeJpegWindow` decodes. */
export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  readonly components: readonly JpegComponent[];
  /** Number of minimum coded units between restart markers; 0 = none. */
  readonly restartInterval: number;
  /** Position of the entropy-coded data. */
  readonly scan: number;
}

interface FrameComponent {
  readonly id: number;
  readonly columns: number;
  readonly rows: number;
  readonly table: number;
}

/**
 * Read the header of a JPEG file of the usual kind: a sequential frame of 8 bits, gray or YCbCr, with all components in one scan, and without an
 * orientation.
 *
 * @param bytes - Content of the file, without bytes between its segments.
 * @returns Undefined for other files.
 * @see ITU-T T.81, annex B.
 */
export function jpegHeader(bytes: Buffer): JpegHeader | undefined {
  const quantization: Uint16Array[] = [];
  const tables: HuffmanTable[][] = [[], []];
  let frame: { width: number; height: number; components: FrameComponent[] } | undefined;
  let restartInterval = 0;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const code = bytes[at + 1]!;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length || end < at + 4) return undefined;
    const segment = bytes.subarray(at + 4, end);
    if (code === 0xdb) {
      if (!readQuantization(segment, quantization)) return undefined;
    } else if (code === 0xc4) {
      if (!readTables(segment, tables)) return undefined;
    } else if (code === 0xc0 || code === 0xc1) {
      frame = readFrame(segment);
      if (!frame) return undefined;
    } else if (code === 0xdd) {
      if (segment.length !== 2) return undefined;
      restartInterval = segment.readUInt16BE(0);
    } else if (code === 0xda) {
      const components = frame && scanComponents(segment, frame.components, quantization, tables);
      return (
        components && { width: frame!.width, height: frame!.height, components, restartInterval, scan: end }
      );
    } else if (!isIgnored(code, segment)) {
      return undefined;
    }
    at = end;
  }
  return undefined;
}

/** Whether no pixel depends on a segment: a comment, or application data other than Exif, whose orientation is applied, and Adobe's. */
function isIgnored(code: number, segment: Buffer): boolean {
  if (code === 0xfe) return true;
  if (code < 0xe0 || code > 0xef) return false;
  if (code === 0xe1) return !segment.toString("latin1", 0, 4).startsWith("Exif");
  return code !== 0xee;
}

function readQuantization(segment: Buffer, tables: Uint16Array[]): boolean {
  for (let at = 0; at < segment.length; ) {
    const [isWide, index] = [segment[at]! >> 4, segment[at]! & 15];
    const size = isWide ? 128 : 64;
    if (isWide > 1 || index > 3 || at + 1 + size > segment.length) return false;
    const factors = new Uint16Array(64);
    for (let k = 0; k < 64; k++)
      factors[k] = isWide ? segment.readUInt16BE(at + 1 + 2 * k) : segment[at + 1 + k]!;
    tables[index] = factors;
    at += 1 + size;
  }
  return true;
}

function readTables(segment: Buffer, tables: readonly HuffmanTable[][]): boolean {
  for (let at = 0; at + 17 <= segment.length; ) {
    const [kind, index] = [segment[at]! >> 4, segment[at]! & 15];
    const counts = segment.subarray(at + 1, at + 17);
    const size = counts.reduce((sum, count) => sum + count, 0);
    const table =
      at + 17 + size <= segment.length
        ? knownTable(counts, segment.subarray(at + 17, at + 17 + size))
        : undefined;
    if (kind > 1 || index > 3 || !table) return false;
    tables[kind]![index] = table;
    at += 17 + size;
  }
  return true;
}

/** Tables of recent files by their definition: files of one program mostly have the same. */
const knownTables = new Map<string, HuffmanTable>();
const MAX_KNOWN_TABLES = 16;

function knownTable(counts: Buffer, values: Buffer): HuffmanTable | undefined {
  const key = counts.toString("latin1") + values.toString("latin1");
  const known = knownTables.get(key);
  if (known) return known;
  const table = huffmanTable(counts, Uint8Array.from(values));
  if (table) {
    if (knownTables.size >= MAX_KNOWN_TABLES) knownTables.clear();
    knownTables.set(key, table);
  }
  return table;
}

function readFrame(
  segment: Buffer,
): { width: number; height: number; components: FrameComponent[] } | undefined {
  if (segment.length < 6 || segment[0] !== 8) return undefined;
  const [height, width, count] = [segment.readUInt16BE(1), segment.readUInt16BE(3), segment[5]!];
  if (height === 0 || width === 0 || (count !== 1 && count !== 3) || segment.length !== 6 + 3 * count)
    return undefined;
  const components = Array.from({ length: count }, (_, k): FrameComponent => {
    const [id, sampling, table] = [segment[6 + 3 * k]!, segment[7 + 3 * k]!, segment[8 + 3 * k]!];
    return { id, columns: sampling >> 4, rows: sampling & 15, table };
  });
  if (count === 1) return { width, height, components: [{ ...components[0]!, columns: 1, rows: 1 }] };
  const [first, ...others] = components as [FrameComponent, ...FrameComponent[]];
  const isUsual =
    ["1x1", "2x1", "2x2"].includes(`${first.columns}x${first.rows}`) &&
    others.every(({ columns, rows }) => columns === 1 && rows === 1) &&
    // Components named R, G and B are not YCbCr.
    components.every(({ id }, k) => id === k + 1);
  return isUsual ? { width, height, components } : undefined;
}

function scanComponents(
  segment: Buffer,
  components: readonly FrameComponent[],
  quantization: readonly Uint16Array[],
  [dcTables, acTables]: readonly HuffmanTable[][],
): JpegComponent[] | undefined {
  const count = components.length;
  if (segment.length !== 4 + 2 * count || segment[0] !== count) return undefined;
  const [first, last, approximation] = segment.subarray(1 + 2 * count);
  if (first !== 0 || last !== 63 || approximation !== 0) return undefined;
  const found: JpegComponent[] = [];
  for (const [k, { id, columns, rows, table }] of components.entries()) {
    const selected = segment[2 + 2 * k]!;
    const [factors, dc, ac] = [quantization[table], dcTables![selected >> 4], acTables![selected & 15]];
    if (segment[1 + 2 * k] !== id || !factors || !dc || !ac) return undefined;
    found.push({ columns, rows, quantization: factors, dc, ac });
  }
  return found;
}
