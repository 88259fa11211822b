import path from "node:path";
import type { ImageSource } from "../../images/imageSource.ts";
import { FaultError, readingFile } from "../faultError.ts";
import { DEFAULT_LIMIT_INPUT_PIXELS } from "../raster/decodeFile.ts";
import { checkPixelLimit, requestedPlane } from "../requestedPlane.ts";
import { withNotFiniteNotes } from "../withNotFiniteNotes.ts";
import { npyImages } from "./npyImages.ts";
import { readNpyNumbers, readNpyTexts } from "./npyValues.ts";
import { type NpzArchive, openNpzArchive } from "./npzArchive.ts";
import { npzSet, splitsOf } from "./npzContents.ts";

export interface OpenNpzOptions {
  /** Split to open, as listed by `npzSplits`. @default the only set of images, else the first split */
  readonly split?: string;
  /** Maximum number of pixels of a window. @default 100 million */
  readonly limitInputPixels?: number;
}

/** Images of a .npz file. */
export interface NpzSource extends ImageSource {
  /** Pixel values of each channel that a model maps to -1 and 1, if the file states them. */
  readonly ranges?: readonly (readonly [low: number, high: number])[];
  /** Name of each class, if the file states them. */
  readonly classNames?: readonly string[];
}

/**
 * List the splits of a .npz file in the MedMNIST layout (`train_images`, `val_images`, `test_images`).
 *
 * @returns For example `["train", "val", "test"]`; [] if the file is one set of images.
 * @throws UnreadableImageError if the file is no archive or is damaged.
 */
export async function npzSplits(file: string): Promise<string[]> {
  return await readingFile(file, async () => {
    const archive = await openNpzArchive(file);
    archive.close();
    return splitsOf(archive);
  });
}

/**
 * Open the images of a .npz file: one split of the MedMNIST layout, or the array `images`, `x`, `data` or `arr_0`.
 *
 * The axes are those of `openNpy`. Labels are read from `<split>_labels` or `labels`, if there is one integer for each image. The arrays
 * `channel_names`, `class_names`, `ranges` and `pixel_size_micrometres`, which `writeNpz` writes, are read too. An uncompressed array is
 * read image by image; a compressed one is decompressed when the file is opened, above 64 MB to a temporary file.
 *
 * @throws UnreadableImageError if the file is damaged, has unsafe entries, or holds no images or no such split.
 */
export async function openNpz(file: string, options: OpenNpzOptions = {}): Promise<NpzSource> {
  const { limitInputPixels = DEFAULT_LIMIT_INPUT_PIXELS } = options;
  return await readingFile(file, async () => {
    const archive = await openNpzArchive(file);
    try {
      const set = npzSet(archive, options.split);
      const reader = await archive.open(set.images);
      try {
        const { read, notes, pixelType, ...axes } = await npyImages(reader);
        const labels = await labelsOf(archive, set.labels, axes.images);
        const metadata = await metadataOf(archive, axes.channels);
        const source = { ...axes, depth: 1, times: 1 };
        return withNotFiniteNotes<NpzSource>({
          path: path.resolve(file),
          format: "npz",
          ...source,
          pixelType,
          ...metadata,
          ...(labels.values && { labels: labels.values }),
          notes: [
            ...notes,
            ...labels.notes,
            ...(options.split === undefined ? splitNotes(archive, set.images) : []),
          ],
          async read(request) {
            const plane = requestedPlane("openNpz.read", source, request);
            return await readingFile(file, async () => {
              checkPixelLimit(plane.window, limitInputPixels);
              const { pixelSizeMicrometres, channelNames } = metadata;
              return {
                ...(await read(plane)),
                ...(pixelSizeMicrometres !== undefined && { pixelSizeMicrometres }),
                ...(channelNames && {
                  channelNames: plane.channels.map((channel) => channelNames[channel]!),
                }),
              };
            });
          },
          close: () => reader.close(),
        });
      } catch (error) {
        await reader.close();
        throw error;
      }
    } finally {
      archive.close();
    }
  });
}

function splitNotes(archive: NpzArchive, images: string): string[] {
  const splits = splitsOf(archive);
  if (splits.length < 2) return [];
  return [`The file has the splits ${splits.join(", ")}; ${images} is read.`];
}

/** Read one integer label for each image. */
async function labelsOf(
  archive: NpzArchive,
  name: string | undefined,
  images: number,
): Promise<{ values?: readonly number[]; notes: string[] }> {
  if (name === undefined) return { notes: [] };
  const ignored = (reason: string) => ({ notes: [`The array ${name} is ignored: ${reason}.`] });
  try {
    const { shape, values } = await valuesOf(archive, name, readNpyNumbers);
    if (values.length !== images || shape[0] !== images) {
      return ignored(`it has the shape (${shape.slice(0, 8).join(", ")}) for ${images} images`);
    }
    if (!values.every((value) => Number.isSafeInteger(value) && value >= 0)) {
      return ignored("labels must be integers from 0");
    }
    return { values, notes: [] };
  } catch (error) {
    if (error instanceof FaultError) return ignored(error.reason);
    throw error;
  }
}

type Metadata = Pick<NpzSource, "channelNames" | "classNames" | "ranges" | "pixelSizeMicrometres">;

/** Read the arrays that `writeNpz` writes next to the images. Those of another type or shape are ignored. */
async function metadataOf(archive: NpzArchive, channels: number): Promise<Metadata> {
  const textsOf = (name: string) => optional(archive, name, readNpyTexts);
  const numbersOf = (name: string) => optional(archive, name, readNpyNumbers);
  const channelNames = await textsOf("channel_names");
  const classNames = await textsOf("class_names");
  const ranges = await numbersOf("ranges");
  const [pixelSize] = (await numbersOf("pixel_size_micrometres")) ?? [];
  const pairs = Array.from(
    { length: channels },
    (_, c) => [ranges?.[2 * c] ?? 0, ranges?.[2 * c + 1] ?? 0] as const,
  );
  const hasPixelSize = pixelSize !== undefined && pixelSize > 0 && Number.isFinite(pixelSize);
  return {
    ...(channelNames?.length === channels && { channelNames }),
    ...(classNames && { classNames }),
    ...(ranges?.length === 2 * channels && { ranges: pairs }),
    ...(hasPixelSize && { pixelSizeMicrometres: pixelSize }),
  };
}

type ReadValues<Value> = (
  reader: Awaited<ReturnType<NpzArchive["open"]>>,
) => Promise<{ shape: readonly number[]; values: readonly Value[] }>;

async function optional<Value>(archive: NpzArchive, name: string, read: ReadValues<Value>) {
  if (!archive.names.includes(name)) return undefined;
  try {
    return (await valuesOf(archive, name, read)).values;
  } catch (error) {
    if (error instanceof FaultError) return undefined;
    throw error;
  }
}

async function valuesOf<Value>(archive: NpzArchive, name: string, read: ReadValues<Value>) {
  const reader = await archive.open(name);
  try {
    return await read(reader);
  } finally {
    await reader.close();
  }
}
