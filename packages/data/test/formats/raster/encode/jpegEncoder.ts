import { segment } from "./jpegSegment.ts";

/** Kind of a JPEG file: sequential, Huffman-coded, with the tables of the standard and quantization by 1. */
export interface JpegForm {
  readonly width: number;
  readonly height: number;
  /** Values of component `c` at a position, 0…255. */
  readonly components: readonly {
    readonly value: (x: number, y: number) => number;
    /** Samples per unit in both directions. @default [1, 1] */
    readonly sampling?: readonly [horizontal: number, vertical: number];
  }[];
  /** Number of units between restart markers. @default none */
  readonly restartInterval?: number;
  /** Segments before the tables. @default a JFIF header */
  readonly header?: readonly Buffer[];
}

/** Encodes a JPEG file. */
export function encodeJpegForm({ width, height, components, restartInterval, header }: JpegForm): Buffer {
  const sampling = components.map((component) => component.sampling ?? ([1, 1] as const));
  const [maxH, maxV] = [0, 1].map((axis) => Math.max(...sampling.map((each) => each[axis]!))) as [
    number,
    number,
  ];
  const frame = [8, height >> 8, height & 255, width >> 8, width & 255, components.length];
  const scan = [components.length];
  sampling.forEach(([h, v], c) => {
    frame.push(c + 1, (h << 4) | v, 0);
    scan.push(c + 1, 0);
  });
  scan.push(0, 63, 0);
  const bits = new BitWriter();
  const last = components.map(() => 0);
  const unitsX = Math.ceil(width / (8 * maxH));
  const unitsY = Math.ceil(height / (8 * maxV));
  for (let unit = 0; unit < unitsX * unitsY; unit++) {
    if (restartInterval && unit > 0 && unit % restartInterval === 0) {
      bits.restart((unit / restartInterval - 1) % 8);
      last.fill(0);
    }
    components.forEach(({ value }, c) => {
      const [h, v] = sampling[c]!;
      for (let block = 0; block < h * v; block++) {
        const left = ((unit % unitsX) * h + (block % h)) * 8;
        const top = (Math.floor(unit / unitsX) * v + Math.floor(block / h)) * 8;
        const [stepX, stepY] = [maxH / h, maxV / v];
        // Beyond the edge, the last row and column are repeated.
        const sample = (x: number, y: number): number =>
          value(Math.min(width - 1, (left + x) * stepX), Math.min(height - 1, (top + y) * stepY)) - 128;
        last[c] = writeBlock(bits, transformed(sample), last[c]!);
      }
    });
  }
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...(header ?? [segment(0xe0, Buffer.from("JFIF\0\x01\x01\0\0\x01\0\x01\0\0", "latin1"))]),
    segment(0xdb, [0, ...new Array<number>(64).fill(1)]),
    segment(0xc0, frame),
    segment(0xc4, [0x00, ...DC_COUNTS, ...DC_VALUES]),
    segment(0xc4, [0x10, ...AC_COUNTS, ...AC_VALUES]),
    ...(restartInterval ? [segment(0xdd, [restartInterval >> 8, restartInterval & 255])] : []),
    segment(0xda, scan),
    bits.finish(),
    Buffer.from([0xff, 0xd9]),
  ]);
}

/** Discrete cosine transform of an 8x8 block, rounded, in zigzag order. */
function transformed(sample: (x: number, y: number) => number): number[] {
  const rows: number[][] = [];
  for (let y = 0; y < 8; y++) {
    const row = Array.from({ length: 8 }, (_, x) => sample(x, y));
    rows.push(BASIS.map((basis) => basis.reduce((sum, factor, x) => sum + factor * row[x]!, 0)));
  }
  const out: number[] = [];
  for (let v = 0; v < 8; v++) {
    for (let u = 0; u < 8; u++) {
      out.push(Math.round(BASIS[v]!.reduce((sum, factor, y) => sum + factor * rows[y]![u]!, 0)));
    }
  }
  return ZIGZAG.map((place) => out[place]!);
}

const BASIS = Array.from({ length: 8 }, (_, u) =>
  Array.from(
    { length: 8 },
    (_, x) => Math.cos(((2 * x + 1) * u * Math.PI) / 16) * (u === 0 ? Math.SQRT1_2 : 1) * 0.5,
  ),
);

const ZIGZAG = Array.from({ length: 64 }, (_, i) => i).sort((a, b) => {
  const [ya, xa, yb, xb] = [a >> 3, a & 7, b >> 3, b & 7];
  const [da, db] = [xa + ya, xb + yb];
  return da - db || (da % 2 === 0 ? yb - ya : ya - yb);
});

function writeBlock(bits: BitWriter, block: readonly number[], lastDc: number): number {
  const difference = block[0]! - lastDc;
  const size = sizeOf(difference);
  bits.code(DC_CODES, size);
  bits.number(difference, size);
  let zeros = 0;
  for (const value of block.slice(1)) {
    if (value === 0) {
      zeros++;
      continue;
    }
    for (; zeros > 15; zeros -= 16) bits.code(AC_CODES, 0xf0);
    bits.code(AC_CODES, (zeros << 4) | sizeOf(value));
    bits.number(value, sizeOf(value));
    zeros = 0;
  }
  if (zeros > 0) bits.code(AC_CODES, 0);
  return block[0]!;
}

const sizeOf = (value: number): number => 32 - Math.clz32(Math.abs(value));

class BitWriter {
  readonly #bytes: number[] = [];
  #bits = 0;
  #count = 0;

  put(value: number, count: number): void {
    for (let i = count - 1; i >= 0; i--) {
      this.#bits = (this.#bits << 1) | ((value >> i) & 1);
      if (++this.#count < 8) continue;
      this.#bytes.push(this.#bits);
      if (this.#bits === 0xff) this.#bytes.push(0);
      this.#bits = 0;
      this.#count = 0;
    }
  }

  code(codes: ReadonlyMap<number, readonly [code: number, length: number]>, symbol: number): void {
    this.put(...codes.get(symbol)!);
  }

  number(value: number, size: number): void {
    this.put(value < 0 ? value + 2 ** size - 1 : value, size);
  }

  restart(index: number): void {
    this.finish();
    this.#bytes.push(0xff, 0xd0 + index);
  }

  finish(): Buffer {
    if (this.#count > 0) this.put(0x7f, 8 - this.#count);
    return Buffer.from(this.#bytes);
  }
}

/** ITU T.81, table K.3: codes per length, and the symbols. */
const DC_COUNTS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const DC_VALUES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

/** One code of 8 bits or more for every symbol, longer for larger numbers. */
const AC_VALUES = [
  ...Array.from({ length: 16 }, (_, run) => Array.from({ length: 11 }, (_, size) => (run << 4) | size))
    .flat()
    .filter((symbol) => (symbol & 15) > 0 || symbol === 0 || symbol === 0xf0),
];
const AC_COUNTS = [0, 0, 0, 0, 0, 0, 0, AC_VALUES.length, 0, 0, 0, 0, 0, 0, 0, 0];

function codesOf(
  counts: readonly number[],
  values: readonly number[],
): Map<number, [code: number, length: number]> {
  const codes = new Map<number, [code: number, length: number]>();
  let code = 0;
  let next = 0;
  counts.forEach((count, index) => {
    for (let i = 0; i < count; i++) codes.set(values[next++]!, [code++, index + 1]);
    code <<= 1;
  });
  return codes;
}

const DC_CODES = codesOf(DC_COUNTS, DC_VALUES);
const AC_CODES = codesOf(AC_COUNTS, AC_VALUES);
