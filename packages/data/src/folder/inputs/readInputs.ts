import { stat } from "node:fs/promises";
import type { PixelWindow } from "@cellgen/filters";
import type { StoredImage } from "../../formats/storedImage.ts";
import type { UnreadableImage } from "../../formats/unreadableImageError.ts";
import type { CellImage } from "../../images/cellImage.ts";
import type { ImageSize } from "../../images/imageSize.ts";
import type { PixelType } from "../../images/pixelType.ts";
import type { SetRange } from "../../ranges/setRange.ts";
import { KeptImages } from "../../samples/keptImages.ts";
import { isReadInParts, MAX_WHOLE_PIXELS, readMosaic } from "../../samples/partialImages.ts";
import { readStoredImage } from "../../samples/readStoredImage.ts";
import { type SamplePlace, sampleReader } from "../../samples/sampleReader.ts";
import type { SampleSelection } from "../../samples/selection/sampleSelection.ts";
import { storedSample } from "../../samples/storedSample.ts";
import type { ImageFile } from "../imageFolder.ts";
import { scanDecoded } from "../scan/scanImageFolder.ts";
import type { ScanOptions, ScanProgress } from "../scan/scanOptions.ts";

/** Image that is decoded on demand. */
export interface LazyImage {
  readonly path: string;
  /**
   * Read the decoded image. It is decoded again only if its pixels did not fit into the cache or were released.
   *
   * @throws UnreadableImageError if the file cannot be read.
   */
  read(): Promise<StoredImage>;
  /** Free the cached pixels. */
  release(): void;
}

/** Readable image to process: a file, or a part of one. Its path is absolute. */
export interface InputImage
  extends LazyImage,
    Pick<ImageFile, "name" | "file" | "format" | "plane" | "pixelSizeMicrometres" | "notes"> {
  readonly width: number;
  readonly height: number;
  readonly pixelType: PixelType;
  /** Stored channels, without alpha. */
  readonly channels: number;
  readonly channelNames?: readonly string[];
  /** Whether the image has more than 16 million pixels, and `readPart` reads only the parts of the file that it needs. */
  readonly isReadInParts: boolean;
  /** Read a rectangle, which must lie inside the image. @throws UnreadableImageError if the file cannot be read. */
  readPart(window: PixelWindow): Promise<CellImage>;
  /** Read the image or, if `isReadInParts`, 16 evenly spaced windows of 256x256 pixels side by side. @throws UnreadableImageError if the file cannot be read. */
  readOverview(): Promise<CellImage>;
}

/** Images of a file or folder. */
export interface InputImages {
  /** Sorted by name; at least one. */
  readonly files: readonly InputImage[];
  /** Ranges of the files of each pixel type and number of channels. */
  readonly measured: readonly SetRange[];
  /** Skipped files of a folder that cannot be read. */
  readonly unreadable: readonly UnreadableImage[];
}

/** Options of `readInputs`. */
export interface ReadInputsOptions extends SampleSelection, Pick<ScanOptions, "index" | "strict"> {
  /**
   * Whether only 64 windows of an image of more than 16 million pixels are decoded, if its format allows to read parts. Otherwise the whole
   * image is decoded, so that damage is known before the first image is processed. @default true
   */
  readonly probeLarge?: boolean;
  /** Cache for decoded pixels, in bytes. Files that do not fit are decoded again when read. @default 512 MiB */
  readonly cacheBytes?: number;
  /** Called after every image. */
  readonly onProgress?: (progress: ScanProgress) => void;
  readonly signal?: AbortSignal;
}

const DEFAULT_CACHE_BYTES = 2 ** 29;

/** A million pixels are enough to estimate noise, and to check a result. */
const OVERVIEW_WINDOWS_ALONG_SIDE = 4;

/** Thrown if a path is neither a file nor a folder. */
export class MissingInputError extends RangeError {
  override readonly name = "MissingInputError";
  readonly code = "ERR_MISSING_INPUT";
  readonly path: string;

  constructor(place: string) {
    super(
      `readInputs: place must be an image or a folder of images, got ${place}, which does not exist. Check the path.`,
    );
    this.path = place;
  }
}

/**
 * Read the images of one file, or of a folder and its subfolders, as {@link scanImageFolder} finds them. Every image is decoded once, and its
 * pixels are cached for `read` up to `cacheBytes`. All images of large sets are decoded, too, so that a damaged file is known before the first
 * image is processed; of images that are read in parts, 64 windows unless `probeLarge` is false.
 *
 * @throws MissingInputError if the path does not exist; ImageFolderError if the folder has no readable image; UnreadableImageError
 *   if the file cannot be read; the signal's reason if it is aborted.
 */
export async function readInputs(place: string, options: ReadInputsOptions = {}): Promise<InputImages> {
  const { cacheBytes = DEFAULT_CACHE_BYTES, probeLarge = true, ...scan } = options;
  const found = await stat(place).catch(() => undefined);
  if (!found) throw new MissingInputError(place);
  const kept = new KeptImages(cacheBytes);
  const channels = new Map<string, number>();
  const isFile = !found.isDirectory();
  const { files, measured, unreadable, channelNames } = await scanDecoded(
    place,
    {
      ...scan,
      cacheBytes: 0,
      strict: isFile || (scan.strict ?? false),
      isFile,
      decode: "all",
      ...(probeLarge && { maxWholePixels: MAX_WHOLE_PIXELS }),
    },
    (sample, decoded) => {
      channels.set(sample.name, decoded.image.channels);
      kept.keep(sample.name, decoded);
    },
  );
  return {
    files: files.map(({ name, width, height, pixelType, pixelSizeMicrometres, ...file }) => ({
      name,
      width,
      height,
      pixelType,
      ...(pixelSizeMicrometres !== undefined && { pixelSizeMicrometres }),
      channels: channels.get(name) ?? file.channels,
      ...(channelNames && { channelNames }),
      file: file.file,
      format: file.format,
      ...(file.plane && { plane: file.plane }),
      ...(file.notes && { notes: file.notes }),
      isReadInParts: isReadInParts({ width, height, format: file.format }),
      ...lazyImage(name, { ...file, width, height }, kept),
    })),
    measured,
    unreadable,
  };
}

/**
 * Open files that are decoded on demand and cached up to `cacheBytes` in total. Of a file of several images, the first is read.
 *
 * @param files - Paths, which need not exist yet.
 */
export function openInputs(
  files: readonly string[],
  {
    cacheBytes = DEFAULT_CACHE_BYTES,
    ...selection
  }: Pick<ReadInputsOptions, "cacheBytes"> & SampleSelection = {},
): LazyImage[] {
  const kept = new Map<string, StoredImage>();
  let bytes = 0;
  return files.map((file) => ({
    path: file,
    async read() {
      const known = kept.get(file);
      if (known) return known;
      const stored = await readStoredImage(file, selection);
      const { byteLength } = stored.image.data;
      if (bytes + byteLength <= cacheBytes) {
        bytes += byteLength;
        kept.set(file, stored);
      }
      return stored;
    },
    release() {
      bytes -= kept.get(file)?.image.data.byteLength ?? 0;
      kept.delete(file);
    },
  }));
}

/** Return an image of a set that is read when it is needed. */
function lazyImage(
  name: string,
  place: SamplePlace & ImageSize,
  kept: KeptImages,
): LazyImage & Pick<InputImage, "readPart" | "readOverview"> {
  // A file that is read in parts stays open until it is released.
  const parts = sampleReader();
  const readPart = async (window: PixelWindow): Promise<CellImage> => (await parts.read(place, window)).image;
  return {
    readPart,
    readOverview: () =>
      isReadInParts(place)
        ? readMosaic(place, readPart, OVERVIEW_WINDOWS_ALONG_SIDE)
        : readPart({ left: 0, top: 0, width: place.width, height: place.height }),
    path: place.path,
    async read() {
      const known = kept.get(name);
      if (known) return known;
      const reader = sampleReader();
      const decoded = await reader.read(place).finally(() => reader.close());
      kept.keep(name, decoded);
      return storedSample(decoded);
    },
    release() {
      kept.release(name);
      // Files that were only read need no care when they are closed.
      parts.close().catch(() => {});
    },
  };
}
