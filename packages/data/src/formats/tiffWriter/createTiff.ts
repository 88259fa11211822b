import { writingFile } from "../writingFile.ts";
import type { TiffOptions, TiffShape } from "./tiffShape.ts";
import { fileSink } from "./tiffSink.ts";
import { type TiffWriter, tiffWriter } from "./tiffWriter.ts";

/** Options of `createTiff`. */
export interface CreateTiffOptions extends TiffOptions {
  /** Side of the tiles, a multiple of 16. @default 256 */
  readonly tile?: number;
  /** Rows of a strip, to write strips instead of tiles: ImageJ without Bio-Formats does not read tiles. @default tiles */
  readonly rows?: number;
}

/**
 * Create a TIFF file that is written in parts, for images larger than memory. Files above 4 GB become BigTIFF.
 *
 * 8-bit color is stored as RGB, all other channels as one page each. The file appears under its name when it is closed.
 *
 * ```ts
 * const tiff = await createTiff("field.tif", { width: 40_000, height: 40_000, channels: 2, pixelType: "uint16" });
 * await tiff.write({ left: 0, top: 256 }, part); // 256 rows of 40,000 pixels, or one tile of 256x256
 * await tiff.close();
 * ```
 *
 * @param file - Path in an existing folder. An existing file is replaced on `close`.
 * @throws RangeError if the shape or an option is invalid; Error with the file's path if it cannot be written.
 */
export async function createTiff(
  file: string,
  shape: TiffShape,
  { tile = 256, rows, ...options }: CreateTiffOptions = {},
): Promise<TiffWriter> {
  if (!Number.isInteger(tile) || tile < 16 || tile % 16 !== 0) {
    throw new RangeError(`createTiff: tile must be a multiple of 16, got ${tile}.`);
  }
  if (rows !== undefined && !(Number.isInteger(rows) && rows > 0)) {
    throw new RangeError(`createTiff: rows must be a positive integer, got ${rows}.`);
  }
  const sink = await writingFile("createTiff", file, () => fileSink(file));
  const grid =
    rows === undefined
      ? ({ kind: "tiles", width: tile, height: tile } as const)
      : ({ kind: "strips", width: shape.width, height: Math.min(rows, shape.height) } as const);
  try {
    return await tiffWriter("createTiff", sink, shape, grid, options);
  } catch (error) {
    await sink.discard();
    throw error;
  }
}
