import { stat } from "node:fs/promises";
import path from "node:path";
import { DecodedFiles } from "../formats/raster/decodedFiles.ts";
import type { DecodedFile } from "../formats/raster/decodedPixels.ts";
import { decodeFile } from "../formats/raster/decodeFile.ts";
import { imageOfFile } from "../formats/raster/decodeImage.ts";
import { type StoredImage, storedImage } from "../formats/raster/storedImage.ts";
import type { UnreadableImage } from "../formats/unreadableImageError.ts";
import { type PixelType, pixelTypeOf } from "../images/pixelType.ts";
import { measureRanges, type SetRange } from "../ranges/setRange.ts";
import { type ScanProgress, scanDecoded } from "./scanImageFolder.ts";

/** Image file that is decoded on demand. */
export interface LazyImage {
  readonly path: string;
  /**
   * Read the decoded file. It is decoded again only if its pixels did not fit into the cache or were released.
   *
   * @throws UnreadableImageError if the file cannot be read.
   */
  read(): Promise<StoredImage>;
  /** Free the cached pixels. */
  release(): void;
}

/** Readable image file to process. Its path is absolute. */
export interface InputImage extends LazyImage {
  /** Path relative to the folder, with "/" as separator on every system. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly pixelType: PixelType;
  /** Stored channels, without alpha. */
  readonly channels: number;
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

export interface ReadInputsOptions {
  /** Cache for decoded pixels, in bytes. Files that do not fit are decoded again when read. @default 512 MiB */
  readonly cacheBytes?: number;
  /** Called after every file of a folder. */
  readonly onProgress?: (progress: ScanProgress) => void;
  readonly signal?: AbortSignal;
}

const DEFAULT_CACHE_BYTES = 2 ** 29;

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
 * Read one image file, or all PNG and JPEG files of a folder and its subfolders. Every file is decoded once, and its pixels are cached
 * for `read` up to `cacheBytes`.
 *
 * @throws MissingInputError if the path does not exist; ImageFolderError if the folder has no readable image; UnreadableImageError
 *   if the file cannot be read; the signal's reason if it is aborted.
 */
export async function readInputs(place: string, options: ReadInputsOptions = {}): Promise<InputImages> {
  const { cacheBytes = DEFAULT_CACHE_BYTES, onProgress, signal } = options;
  const found = await stat(place).catch(() => undefined);
  if (!found) throw new MissingInputError(place);
  const kept = new DecodedFiles(cacheBytes);
  if (!found.isDirectory()) {
    const decoded = await decodeFile(place);
    kept.keep(path.resolve(place), decoded);
    const file = inputImage({ path: path.resolve(place), name: path.basename(place) }, decoded, kept);
    return { files: [file], measured: measureRanges([imageOfFile(decoded)]), unreadable: [] };
  }
  const channels = new Map<string, number>();
  const { files, measured, unreadable } = await scanDecoded(
    place,
    { cacheBytes: 0, ...(onProgress ? { onProgress } : {}), ...(signal ? { signal } : {}) },
    (file, decoded) => {
      channels.set(file, decoded.storedChannels);
      kept.keep(file, decoded);
    },
  );
  return {
    files: files.map(({ path, name, width, height, pixelType }) => ({
      name,
      width,
      height,
      pixelType,
      channels: channels.get(path)!,
      ...lazyImage(path, kept),
    })),
    measured,
    unreadable,
  };
}

/**
 * Open files that are decoded on demand and cached up to `cacheBytes` in total.
 *
 * @param files - Paths, which need not exist yet.
 */
export function openInputs(
  files: readonly string[],
  { cacheBytes = DEFAULT_CACHE_BYTES }: Pick<ReadInputsOptions, "cacheBytes"> = {},
): LazyImage[] {
  const kept = new DecodedFiles(cacheBytes);
  return files.map((file) => lazyImage(file, kept));
}

function inputImage(
  names: Pick<InputImage, "path" | "name">,
  decoded: DecodedFile,
  kept: DecodedFiles,
): InputImage {
  const { width, height, storedChannels } = decoded;
  return {
    ...names,
    width,
    height,
    pixelType: pixelTypeOf(decoded.data),
    channels: storedChannels,
    ...lazyImage(names.path, kept),
  };
}

function lazyImage(path: string, kept: DecodedFiles): LazyImage {
  return {
    path,
    async read() {
      let decoded = kept.get(path);
      if (!decoded) {
        decoded = await decodeFile(path);
        kept.keep(path, decoded);
      }
      return storedImage(decoded);
    },
    release: () => kept.release(path),
  };
}
