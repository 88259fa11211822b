import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import { makeZip } from "client-zip";
import { type CellImage, checkCellImage } from "../../images/cellImage.ts";
import { pixelTypeOf } from "../../images/pixelType.ts";
import { encodeIntegers, encodeNumbers, encodeTexts } from "./encodeNpy.ts";
import { encodeNpyHeader } from "./npyHeader.ts";
import { npyDescrs } from "./npyType.ts";

export interface WriteNpzOptions {
  /** Class of each image, integers. @default none */
  readonly labels?: readonly number[];
  /** Name of each class. @default none */
  readonly classNames?: readonly string[];
  /** Pixel values of each channel that a model maps to -1 and 1. @default none */
  readonly ranges?: readonly (readonly [low: number, high: number])[];
}

/** Room for the header of the array of images, which is written last: the number of images is known then. */
const HEADER_BYTES = 192;
/** Images are written in blocks of this size. */
const BLOCK_BYTES = 2 ** 22;

/**
 * Write images of one size and type as a .npz file, atomically.
 *
 * The array `images` is `[N, H, W, C]`; `labels` (int64), `class_names`, `channel_names`, `ranges` (float64 `[C, 2]`) and
 * `pixel_size_micrometres` are added if known. The arrays are not compressed, so that readers can map them. Memory holds one image at a
 * time. Equal images give equal bytes.
 *
 * @param file - Path in an existing folder. An existing file is replaced.
 * @param images - At least one image; an iterable is read once.
 * @throws RangeError or TypeError if the images differ in size or type, or the options do not match them.
 * @throws Error with the file's path if it cannot be written; the system error is its cause.
 */
export async function writeNpz(
  file: string,
  images: Iterable<CellImage> | AsyncIterable<CellImage>,
  options: WriteNpzOptions = {},
): Promise<void> {
  const temporary = `${file}.${randomUUID()}`;
  const pixels = `${temporary}.images`;
  try {
    const handle = await writing(file, () => open(pixels, "wx"));
    let layout: Layout;
    try {
      layout = await writePixels(file, handle, images);
    } finally {
      await handle.close();
    }
    const entries = metadataEntries(layout, options);
    await writing(file, async () => {
      await writeArchive(`${temporary}.tmp`, pixels, entries);
      await rename(`${temporary}.tmp`, file);
    });
  } finally {
    await rm(pixels, { force: true });
    await rm(`${temporary}.tmp`, { force: true });
  }
}

interface Layout {
  readonly first: CellImage;
  readonly count: number;
}

async function writePixels(
  file: string,
  handle: FileHandle,
  images: Iterable<CellImage> | AsyncIterable<CellImage>,
): Promise<Layout> {
  let first: CellImage | undefined;
  let count = 0;
  let position = HEADER_BYTES;
  const block = Buffer.alloc(BLOCK_BYTES);
  let filled = 0;
  const flush = async (): Promise<void> => {
    await writing(file, () => handle.write(block, 0, filled, position));
    position += filled;
    filled = 0;
  };
  for await (const image of images) {
    checkCellImage("writeNpz", image);
    first ??= image;
    checkLike(first, image);
    const bytes = new Uint8Array(image.data.buffer, image.data.byteOffset, image.data.byteLength);
    for (let start = 0; start < bytes.length; ) {
      const part = bytes.subarray(start, start + BLOCK_BYTES - filled);
      block.set(part, filled);
      filled += part.length;
      start += part.length;
      if (filled === BLOCK_BYTES) await flush();
    }
    count++;
  }
  await flush();
  if (!first) throw new RangeError("writeNpz: images must hold at least one image, got 0.");
  const { height, width, channels, data } = first;
  const header = encodeNpyHeader(
    npyDescrs[pixelTypeOf(data)],
    [count, height, width, channels],
    HEADER_BYTES,
  );
  await writing(file, () => handle.write(header, 0, HEADER_BYTES, 0));
  return { first, count };
}

function checkLike(first: CellImage, image: CellImage): void {
  const describe = ({ width, height, channels, data }: CellImage): string =>
    `${width}x${height}x${channels} ${pixelTypeOf(data)}`;
  if (describe(first) !== describe(image)) {
    throw new RangeError(
      `writeNpz: images must have one size and type, got ${describe(first)} and ${describe(image)}. Crop or scale them first.`,
    );
  }
}

/** Encode the arrays next to the images. */
function metadataEntries(
  { first, count }: Layout,
  options: WriteNpzOptions,
): [name: string, bytes: Buffer][] {
  const { labels, classNames, ranges } = options;
  const { channels, channelNames, pixelSizeMicrometres } = first;
  if (labels && (labels.length !== count || !labels.every(Number.isSafeInteger))) {
    throw new RangeError(`writeNpz: labels must be ${count} integers, got ${labels.length} values.`);
  }
  if (ranges && ranges.length !== channels) {
    throw new RangeError(`writeNpz: ranges must have ${channels} entries, got ${ranges.length}.`);
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

/** Run a step that writes, and name the file if it fails. */
async function writing<T>(file: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `writeNpz: ${file} cannot be written: ${reason}. Choose an existing folder with write permission.`,
      { cause: error },
    );
  }
}
