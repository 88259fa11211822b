import { crc32, deflateSync } from "node:zlib";

/** Samples of a PNG file of any form, in the order of the file. */
export interface PngForm {
  readonly width: number;
  readonly height: number;
  /** 0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGB and alpha. */
  readonly colourType: 0 | 2 | 3 | 4 | 6;
  readonly bitDepth: 1 | 2 | 4 | 8 | 16;
  readonly samples: readonly number[];
  readonly interlaced?: boolean;
  /** 3 values per color. */
  readonly palette?: readonly number[];
  /** Content of the tRNS chunk: alpha per color of a palette, or the transparent color in 16-bit numbers. */
  readonly transparency?: readonly number[];
  /** Further chunks before the pixels. */
  readonly chunks?: readonly (readonly [type: string, data: Uint8Array])[];
}

export const SAMPLES_PER_PIXEL = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

function pngChunk(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length);
  chunk.write(type, 4, "latin1");
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}

/** Position and steps of the seven passes of Adam7. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Encodes a PNG file, each row with another of the five filters. */
export function encodePngForm(form: PngForm): Buffer {
  const {
    width,
    height,
    colourType,
    bitDepth,
    interlaced = false,
    palette,
    transparency,
    chunks = [],
  } = form;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, colourType, 0, 0, interlaced ? 1 : 0], 8);
  const passes = interlaced ? PASSES : ([[0, 0, 1, 1]] as const);
  const rows: Buffer[] = [];
  for (const [left, top, stepX, stepY] of passes) {
    let previous: Buffer | undefined;
    for (let y = top; y < height; y += stepY) {
      const row: number[] = [];
      for (let x = left; x < width; x += stepX) {
        const count = SAMPLES_PER_PIXEL[colourType];
        row.push(...form.samples.slice((y * width + x) * count, (y * width + x + 1) * count));
      }
      if (row.length === 0) continue;
      const packed = packRow(row, bitDepth);
      previous ??= Buffer.alloc(packed.length);
      const pixelBytes = Math.max(1, (SAMPLES_PER_PIXEL[colourType] * bitDepth) / 8);
      rows.push(filterRow(packed, previous, pixelBytes, rows.length % 5));
      previous = packed;
    }
  }
  const alpha = transparency && (colourType === 3 ? Buffer.from(transparency) : packRow(transparency, 16));
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    pngChunk("IHDR", header),
    ...chunks.map(([type, data]) => pngChunk(type, data)),
    ...(palette ? [pngChunk("PLTE", Buffer.from(palette))] : []),
    ...(alpha ? [pngChunk("tRNS", alpha)] : []),
    pngChunk("IDAT", deflateSync(Buffer.concat(rows))),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

function packRow(samples: readonly number[], bits: number): Buffer {
  const row = Buffer.alloc(Math.ceil((samples.length * bits) / 8));
  samples.forEach((sample, i) => {
    if (bits === 16) row.writeUInt16BE(sample, 2 * i);
    else row[(i * bits) >> 3]! |= sample << (8 - bits - ((i * bits) & 7));
  });
  return row;
}

function filterRow(row: Buffer, above: Buffer, pixelBytes: number, filter: number): Buffer {
  const filtered = Buffer.alloc(row.length + 1, filter);
  for (let i = 0; i < row.length; i++) {
    const left = row[i - pixelBytes] ?? 0;
    const up = above[i]!;
    const corner = i < pixelBytes ? 0 : above[i - pixelBytes]!;
    const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
    filtered[i + 1] = row[i]! - predicted;
  }
  return filtered;
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
