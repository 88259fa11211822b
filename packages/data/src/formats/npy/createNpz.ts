import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import { makeZip } from "client-zip";
import { type CellImage, checkCellImage } from "../../images/cellImage.ts";
import { pixelTypeOf } from "../../images/pixelType.ts";
import type { ImageSetClasses, ImageSetWriter } from "../imageSet/imageSetWriter.ts";
import { writingFile } from "../writingFile.ts";
import { encodeIntegers, encodeNumbers, encodeTexts } from "./encodeNpy.ts";
import { encodeNpyHeader } from "./npyHeader.ts";
import { npyDescrs } from "./npyType.ts";

export interface CreateNpzOptions {
  /** Pixel values of each channel that a model maps to -1 and 1. @default none */
  readonly ranges?: readonly (readonly [low: number, high: number])[];
}

/** Room for the header of the array of images, which is written last: the number of images is known then. */
const HEADER_BYTES = 192;
/** Images are written in blocks of this size. */
const BLOCK_BYTES = 2 ** 22;

/**
 * Create a .npz file of images of one size and type, image by image; see `writeNpz` for its layout.
 *
 * The pixels are written to a temporary file next to it. The file appears under its name when `finish` is called.
 *
 * @param file - Path in an existing folder. An existing file is replaced on `finish`.
 * @throws Error with the file's path if it cannot be written; the system error is its cause.
 */
export function createNpz(file: string, options: CreateNpzOptions = {}): Promise<ImageSetWriter> {
  return npzWriter("createNpz", file, options);
}

export async function npzWriter(
  caller: string,
  file: string,
  options: CreateNpzOptions,
): Promise<ImageSetWriter> {
  const temporary = `${file}.${randomUUID()}`;
  const pixels = `${temporary}.images`;
  const archive = `${temporary}.tmp`;
  const writing = <T>(step: () => Promise<T>): Promise<T> => writingFile(caller, file, step);
  const handle = await writing(() => open(pixels, "wx"));
  const block = Buffer.alloc(BLOCK_BYTES);
  let first: CellImage | undefined;
  let count = 0;
  let position = HEADER_BYTES;
  let filled = 0;
  const flush = async (): Promise<void> => {
    await writing(() => handle.write(block, 0, filled, position));
    position += filled;
    filled = 0;
  };
  const remove = async (): Promise<void> => {
    await handle.close();
    await rm(pixels, { force: true });
    await rm(archive, { force: true });
  };
  return {
    async append(image) {
      checkCellImage(caller, image);
      first ??= image;
      checkLike(caller, first, image);
      const bytes = new Uint8Array(image.data.buffer, image.data.byteOffset, image.data.byteLength);
      for (let start = 0; start < bytes.length; ) {
        const part = bytes.subarray(start, start + BLOCK_BYTES - filled);
        block.set(part, filled);
        filled += part.length;
        start += part.length;
        if (filled === BLOCK_BYTES) await flush();
      }
      count++;
    },
    async finish(classes = {}) {
      if (!first) throw new RangeError(`${caller}: images must hold at least one image, got 0.`);
      const entries = metadataEntries(caller, first, count, { ...options, ...classes });
      await flush();
      const { height, width, channels, data } = first;
      const shape = [count, height, width, channels];
      const header = encodeNpyHeader(npyDescrs[pixelTypeOf(data)], shape, HEADER_BYTES);
      await writing(async () => {
        await handle.write(header, 0, HEADER_BYTES, 0);
        await writeArchive(archive, pixels, entries);
        await rename(archive, file);
      });
      await remove();
    },
    abort: remove,
  };
}

function checkLike(caller: string, first: CellImage, image: CellImage): void {
  const describe = ({ width, height, channels, data }: CellImage): string =>
    `${width}x${height}x${channels} ${pixelTypeOf(data)}`;
  if (describe(first) !== describe(image)) {
    throw new RangeError(
      `${caller}: images must have one size and type, got ${describe(first)} and ${describe(image)}. Crop or scale them first.`,
    );
  }
}

/** Encode the arrays next to the images. */
function metadataEntries(
  caller: string,
  first: CellImage,
  count: number,
  options: CreateNpzOptions & ImageSetClasses,
): [name: string, bytes: Buffer][] {
  const { labels, classNames, ranges } = options;
  const { channels, channelNames, pixelSizeMicrometres } = first;
  if (labels && (labels.length !== count || !labels.every(Number.isSafeInteger))) {
    throw new RangeError(`${caller}: labels must be ${count} integers, got ${labels.length} values.`);
  }
  if (ranges && ranges.length !== channels) {
    throw new RangeError(`${caller}: ranges must have ${channels} entries, got ${ranges.length}.`);
  }
  return [
    ...(labels ? [["labels", encodeIntegers(labels)] as [string, Buffer]] : []),
    ...(classNames ? [["class_names", encodeTexts(classNames)] as [string, Buffer]] : []),
    ...(channelNames ? [["channel_names", encodeTexts(channelNames)] as [string, Buffer]] : []),
    ...(ranges ? [["ranges", encodeNumbers(ranges.flat(), [channels, 2])] as [string, Buffer]] : []),
    ...(pixelSizeMicrometres !== undefined
      ? [["pixel_size_micrometres", encodeNumbers([pixelSizeMicrometres], [1])] as [string, Buffer]]
      : []),
  ];
}

async function writeArchive(archive: string, pixels: string, entries: [string, Buffer][]): Promise<void> {
  // The time of a zip entry starts in 1980; a fixed one keeps the bytes reproducible.
  const lastModified = new Date(1980, 0, 1);
  const { size } = await stat(pixels);
  const zip = makeZip([
    { name: "images.npy", input: createReadStream(pixels), size, lastModified },
    ...entries.map(([name, input]) => ({ name: `${name}.npy`, input, lastModified })),
  ]);
  await pipeline(Readable.fromWeb(zip as WebStream), createWriteStream(archive, { flags: "wx" }));
}
