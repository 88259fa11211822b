import type { PixelArray } from "@cellgen/filters";
import type { CellImage } from "../../images/cellImage.ts";
import { isFloatType, newPixels, pixelArrays, pixelTypeOf } from "../../images/pixelType.ts";
import { segmentBytes } from "./segmentBytes.ts";
import { descriptionFields, resolutionFields } from "./tiffDescription.ts";
import { asciiField, type TiffField, tiffDirectory, tiffHeader } from "./tiffFields.ts";
import { checkTiffShape, isRgb, type TiffOptions, type TiffShape } from "./tiffShape.ts";
import type { TiffSink } from "./tiffSink.ts";

/** Division of an image into parts that are compressed separately: tiles, or strips of whole rows. */
export interface TiffGrid {
  readonly kind: "tiles" | "strips";
  readonly width: number;
  readonly height: number;
}

/** Writer of a TIFF file in parts. */
export interface TiffWriter {
  /** Division of the image. Written parts must begin and end at its lines or at the image's edge. */
  readonly grid: TiffGrid;
  /**
   * Write a rectangle of all channels, in any order: one tile or strip, or several.
   *
   * @param place - Position of its upper left corner.
   * @throws RangeError if it does not lie on the grid, has other channels or another pixel type, or was written before.
   */
  write(place: { readonly left: number; readonly top: number }, part: CellImage): Promise<void>;
  /** Complete the file. @throws RangeError if a part of the image was not written. */
  close(): Promise<void>;
  /** Discard the file. */
  abort(): Promise<void>;
}

/** Above this number of bytes, positions may not fit into 32 bits. Compression can enlarge data a little. */
const MAX_CLASSIC_BYTES = 4_200_000_000;

/** Create a writer of a TIFF file. Files above 4 GB, before compression, become BigTIFF. */
export async function tiffWriter(
  caller: string,
  sink: TiffSink,
  shape: TiffShape,
  grid: TiffGrid,
  options: TiffOptions,
): Promise<TiffWriter> {
  checkTiffShape(caller, shape);
  const { width, height, channels, pixelType } = shape;
  const samples = isRgb(shape) ? channels : 1;
  const pages = channels / samples;
  const valueBytes = pixelArrays[pixelType].BYTES_PER_ELEMENT;
  const [columns, rows] = [Math.ceil(width / grid.width), Math.ceil(height / grid.height)];
  const stored = columns * grid.width * rows * grid.height * channels * valueBytes;
  const isBig = options.bigTiff ?? stored > MAX_CLASSIC_BYTES;
  const offsets = Array.from({ length: pages }, () => new Array<number>(columns * rows).fill(0));
  const byteCounts = Array.from({ length: pages }, () => new Array<number>(columns * rows).fill(0));
  await sink.append(tiffHeader(isBig, 0));

  async function writeSegment(
    index: number,
    page: number,
    pixels: PixelArray,
    segmentWidth: number,
  ): Promise<void> {
    const bytes = await segmentBytes(pixels, segmentWidth, samples, options);
    offsets[page]![index] = await sink.append(bytes);
    byteCounts[page]![index] = bytes.length;
  }

  function fieldsOf(page: number): TiffField[] {
    const { compression = "deflate", predictor = false } = options;
    const isFloat = isFloatType(pixelType);
    const format = isFloat ? 3 : pixelType.startsWith("int") ? 2 : 1;
    const isTiled = grid.kind === "tiles";
    const short = (tag: number, ...values: number[]): TiffField => ({ tag, type: "short", values });
    const long = (tag: number, value: number): TiffField => ({ tag, type: "long", values: [value] });
    return [
      long(254, 0),
      long(256, width),
      long(257, height),
      short(258, ...new Array<number>(samples).fill(8 * valueBytes)),
      short(259, compression === "deflate" ? 8 : 1),
      short(262, samples === 3 ? 2 : 1),
      short(277, samples),
      short(284, 1),
      asciiField(305, "cellgen"),
      short(339, ...new Array<number>(samples).fill(format)),
      ...(compression === "deflate" && predictor ? [short(317, isFloat ? 3 : 2)] : []),
      ...(isTiled ? [long(322, grid.width), long(323, grid.height)] : [long(278, grid.height)]),
      { tag: isTiled ? 324 : 273, type: "offset", values: offsets[page]! },
      { tag: isTiled ? 325 : 279, type: "offset", values: byteCounts[page]! },
      ...resolutionFields(shape, options),
      ...(page === 0 ? descriptionFields(shape, options) : []),
    ];
  }

  return {
    grid,
    async write({ left, top }, part) {
      checkPart(caller, shape, grid, { left, top }, part);
      const places: [index: number, x: number, y: number][] = [];
      for (let y = top; y < top + part.height; y += grid.height) {
        for (let x = left; x < left + part.width; x += grid.width) {
          const index = (y / grid.height) * columns + x / grid.width;
          if (offsets[0]![index] !== 0) {
            throw new RangeError(
              `${caller}: part at ${x},${y} must be new, but it was written before. Write each part once.`,
            );
          }
          places.push([index, x, y]);
        }
      }
      // Page by page: readers of ImageJ's files expect each uncompressed channel in one piece.
      for (let page = 0; page < pages; page++) {
        for (const [index, x, y] of places) {
          // Tiles are stored whole; the last strip has the remaining rows only.
          const segmentHeight = grid.kind === "tiles" ? grid.height : Math.min(grid.height, height - y);
          const window = { left: x - left, top: y - top, width: grid.width, height: segmentHeight };
          await writeSegment(index, page, cutSegment(part, window, page, samples), window.width);
        }
      }
    },
    async close() {
      const missing = offsets[pages - 1]!.indexOf(0);
      if (missing >= 0) {
        const [x, y] = [(missing % columns) * grid.width, Math.floor(missing / columns) * grid.height];
        await sink.discard();
        throw new RangeError(
          `${caller}: every part must be written before close, the part at ${x},${y} is missing.`,
        );
      }
      if (sink.size % 2 === 1) await sink.append(new Uint8Array(1));
      const first = sink.size;
      let at = first;
      for (let page = 0; page < pages; page++) {
        const directory = tiffDirectory(fieldsOf(page), at, isBig, page === pages - 1);
        at = (await sink.append(directory)) + directory.length;
      }
      await sink.writeHeader(tiffHeader(isBig, first));
      await sink.finish();
    },
    abort: () => sink.discard(),
  };
}

/** Copy a tile or strip of one page from a part. Beyond the part, values are 0. */
function cutSegment(
  { width, height, channels, data }: CellImage,
  window: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
  page: number,
  samples: number,
): PixelArray {
  const pixels = newPixels(pixelTypeOf(data), window.width * window.height * samples);
  const [right, bottom] = [
    Math.min(window.width, width - window.left),
    Math.min(window.height, height - window.top),
  ];
  for (let y = 0; y < bottom; y++) {
    const from = ((window.top + y) * width + window.left) * channels + page;
    const to = y * window.width * samples;
    if (samples === channels) pixels.set(data.subarray(from, from + right * samples) as never, to);
    else for (let x = 0; x < right; x++) pixels[to + x] = data[from + x * channels]!;
  }
  return pixels;
}

function checkPart(
  caller: string,
  shape: TiffShape,
  grid: TiffGrid,
  { left, top }: { readonly left: number; readonly top: number },
  part: CellImage,
): void {
  const { width, height, channels, data } = part;
  const type = pixelTypeOf(data);
  if (channels !== shape.channels || type !== shape.pixelType || data.length !== width * height * channels) {
    throw new RangeError(
      `${caller}: part must have ${shape.channels} channels of ${shape.pixelType} and ${width}x${height} pixels, got ${data.length} values of ${type} in ${channels} channels.`,
    );
  }
  const fits = (from: number, length: number, step: number, whole: number): boolean =>
    Number.isInteger(from / step) &&
    from >= 0 &&
    length > 0 &&
    from + length <= whole &&
    (Number.isInteger(length / step) || from + length === whole);
  if (!fits(left, width, grid.width, shape.width) || !fits(top, height, grid.height, shape.height)) {
    throw new RangeError(
      `${caller}: part must lie on the grid of ${grid.width}x${grid.height} pixels, got ${width}x${height} at ${left},${top}.`,
    );
  }
}
