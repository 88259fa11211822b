import { type RandomStream, randomStream } from "@cellgen/random";
import pLimit from "p-limit";
import { decodePool } from "../decodePool/decodePool.ts";
import type { ImageFile, ImageFolder } from "../folder/imageFolder.ts";
import { rememberedPixels } from "../folder/pixels/folderPixels.ts";
import { folderScale } from "../folder/pixels/folderScale.ts";
import { pixelBytes } from "../folder/pixels/measuredSamples.ts";
import { pixelDigest } from "../folder/pixels/pixelDigest.ts";
import { DEFAULT_CACHE_BYTES } from "../folder/scan/scanOptions.ts";
import { cropAndResize } from "../formats/raster/cropAndResize.ts";
import { DEFAULT_LIMIT_INPUT_PIXELS } from "../formats/raster/decodeFile.ts";
import { type UnreadableImage, UnreadableImageError } from "../formats/unreadableImageError.ts";
import type { CellImage } from "../images/cellImage.ts";
import { type ImageSize, sizeOf, windowOfSide } from "../images/imageSize.ts";
import { checkValueRange } from "../images/valueRange.ts";
import type { PixelScale } from "../processor/pixelScale.ts";
import { isReadInParts, MAX_WHOLE_PIXELS } from "../samples/partialImages.ts";
import { sampleReader } from "../samples/sampleReader.ts";
import type { BatchSource } from "./batchSource.ts";
import {
  type CropOptions,
  checkCropOptions,
  cropCandidates,
  drawCropPart,
  drawCropWindow,
} from "./cropWindow.ts";
import { fileEncoder } from "./fileEncoder.ts";
import { type BatchOptions, type Draw, type LoadedImage, shuffledBatches } from "./shuffledBatches.ts";
import { windowDecoder } from "./windowDecoder.ts";

/** Options of `folderBatches`. */
export interface FolderBatchOptions extends BatchOptions {
  /** Size of the images in pixels; a number is the side of a square. */
  readonly size: number | ImageSize;
  /** Number of channels; "auto" uses that of the folder. Gray files can be used as color, and color as gray. @default "auto" */
  readonly channels?: number | "auto";
  /** Pixel scale of the model values. @default the folder's ranges without stabilization, see {@link folderScale} */
  readonly scale?: PixelScale;
  /** Train on random parts of the files instead of the center of the whole image. @default none */
  readonly crops?: CropOptions;
  /** Throw if a file is or becomes unreadable, instead of using the next image. @default false */
  readonly strict?: boolean;
  /** Maximum number of batches to prepare ahead, as far as they fit in 64 MiB. @default 16 */
  readonly prefetch?: number;
  /** Cache for decoded images, in bytes, unless the folder's scan has set it. @default 256 MiB */
  readonly cacheBytes?: number;
  /** @default 100 million */
  readonly limitInputPixels?: number;
  /** Aborts reading: a batch that needs another file is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called after every image is read and scaled. */
  readonly onImage?: (() => void) | undefined;
}

/** Maximum number of bytes of pixels decoded at the same time, and of batches prepared ahead. */
const MAX_BYTES_IN_FLIGHT = 2 ** 26;

export interface FolderBatchSource extends BatchSource {
  /** Files that turned out to be unreadable after the scan; each is replaced by the next readable image by name. */
  readonly skipped: readonly UnreadableImage[];
  /** Digests of the images that were decoded for the first time, by name: the scan of a large set does not decode them. */
  readonly digests: ReadonlyMap<string, string>;
}

/**
 * Create batches from a scanned folder. Files are decoded and scaled ahead of time, mostly in other threads, and cached as bytes:
 * if they fit into the cache, no file is read after the first epoch.
 *
 * An image is cropped centrally to the aspect ratio of `size` and scaled; with `crops`, the window of image i of a step is drawn from
 * `randomStream(seed, "crop", step, i)`.
 *
 * @throws RangeError if an option is out of range.
 */
export function folderBatches(folder: ImageFolder, options: FolderBatchOptions): FolderBatchSource {
  const {
    seed,
    crops,
    strict = false,
    prefetch = 16,
    cacheBytes = DEFAULT_CACHE_BYTES,
    limitInputPixels = DEFAULT_LIMIT_INPUT_PIXELS,
    signal,
    onImage,
  } = options;
  const size = sizeOf("folderBatches", options.size);
  const channels = !options.channels || options.channels === "auto" ? folder.channels : options.channels;
  const scale = options.scale ?? folderScale(folder, { channels });
  if (scale.ranges.length !== channels) {
    throw new RangeError(
      `folderBatches: scale.ranges must have one range for each of ${channels} channels, got ${scale.ranges.length}.`,
    );
  }
  for (const range of scale.ranges) checkValueRange("folderBatches", range);
  if (crops) checkCropOptions("folderBatches", crops);
  const { files } = folder;
  if (files.length === 0)
    throw new RangeError(
      "folderBatches: folder must hold images, got none. Give a folder that scanImageFolder returned.",
    );

  const cache = rememberedPixels(folder, cacheBytes);
  const encode = fileEncoder(folder, channels, scale);
  const largest = files.reduce((most, file) => Math.max(most, decodedBytes(file)), 0);
  const limit = pLimit(maxInFlight(largest));
  const batchBytes = options.batchSize * size.width * size.height * channels * 4;
  const ahead = Math.min(prefetch, Math.max(1, Math.floor(MAX_BYTES_IN_FLIGHT / batchBytes)));
  const skipped = new Map<string, UnreadableImage>();
  const digests = new Map<string, string>();
  const reader = sampleReader({ limitInputPixels });
  const pool = decodePool();

  const isKnown = (file: ImageFile): boolean => file.digest !== undefined || digests.has(file.name);
  /** Channels of images that have others than listed: color files that are gray. */
  const channelsOf = new Map<string, number>();
  const decodedFirst = (file: ImageFile, digest: string, image: CellImage): void => {
    digests.set(file.name, digest);
    if (image.channels !== file.channels) channelsOf.set(file.name, image.channels);
  };
  /** Run a function that decodes a whole image, when there is memory for it. */
  const inTurn = <T>(run: () => Promise<T>): Promise<T> =>
    limit(() => {
      signal?.throwIfAborted();
      return run();
    });
  const windowBytes = crops
    ? files.reduce((most, file) => Math.max(most, cropBytes(file, size, crops)), 1)
    : 1;
  const windows = windowDecoder({
    ...{ size, pool, reader, limitInputPixels, inTurn, signal },
    maxInFlight: maxInFlight(windowBytes),
  });

  /** Decode an image; one that is scaled in another thread already has `scaled` as its size. */
  async function decode(file: ImageFile, scaled?: ImageSize): Promise<CellImage> {
    if (file.format === "png" && !file.plane) {
      const sized = scaled ? { size: scaled } : {};
      const task = { file: file.path, limitInputPixels, hasDigest: !isKnown(file), ...sized };
      const decoded = await pool.decode(task);
      if (decoded) {
        const { digest, ...image } = decoded;
        if (digest !== undefined) decodedFirst(file, digest, image);
        return image;
      }
    }
    const image = (await reader.read(file)).reduced();
    if (!isKnown(file)) decodedFirst(file, pixelDigest(image), image);
    return image;
  }

  async function centerCrop(file: ImageFile): Promise<CellImage> {
    const image = await cropAndResize(cache.whole(file.name) ?? (await decode(file, size)), size);
    cache.keepResized(file.name, size, image);
    return image;
  }

  async function crop(file: ImageFile, options: CropOptions, { step, image: i }: Draw): Promise<CellImage> {
    const stream = (): RandomStream => randomStream(seed, "crop", step, i);
    if (isReadInParts(file)) {
      const part = await inTurn(() =>
        drawCropPart(file, size, options, stream(), async (window) =>
          (await reader.read(file, window)).reduced(),
        ),
      );
      return cropAndResize(part, size);
    }
    const isKept = cache.whole(file.name) !== undefined || cache.fits(pixelBytes(file));
    if (!isKept && isKnown(file) && file.format === "jpeg") {
      const candidates = cropCandidates(file, size, options, stream());
      const part = await windows.decode(file, candidates, channelsOf.get(file.name) ?? file.channels);
      if (part) return part;
    }
    return await inTurn(async () => {
      const image = cache.whole(file.name) ?? (await decode(file));
      cache.keepWhole(file.name, image);
      return await cropAndResize(image, size, drawCropWindow(image, size, options, stream()));
    });
  }

  async function read(index: number, draw: Draw, target?: Float32Array): Promise<LoadedImage> {
    let failure: unknown;
    for (let tried = 0; tried < files.length; tried++) {
      const at = (index + tried) % files.length;
      const file = files[at]!;
      if (skipped.has(file.name)) continue;
      try {
        signal?.throwIfAborted();
        const image = await (crops ? crop(file, crops, draw) : inTurn(() => centerCrop(file)));
        onImage?.();
        return { index: at, values: encode(image, file, target) };
      } catch (error) {
        if (strict || !(error instanceof UnreadableImageError)) throw error;
        skipped.set(file.name, { path: error.path, reason: error.reason, remedy: error.remedy });
        failure = error;
      }
    }
    throw new Error(`folderBatches: none of the ${files.length} files of ${folder.path} can still be read.`, {
      cause: failure,
    });
  }

  const source = shuffledBatches(
    "folderBatches",
    {
      count: files.length,
      ...size,
      channels,
      classes: folder.classes,
      label: (index) => files[index]!.label,
      load(index, draw, target) {
        const file = files[index]!;
        const ready = crops ? undefined : cache.resized(file.name, size);
        return ready ? { index, values: encode(ready, file, target) } : read(index, draw, target);
      },
    },
    options,
    ahead,
  );
  return {
    ...source,
    digests,
    async close() {
      await source.close();
      await reader.close();
      await pool.close();
    },
    get skipped() {
      return [...skipped.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    },
  };
}

/** Return how many images of a number of bytes are decoded at the same time. */
function maxInFlight(bytes: number): number {
  return Math.max(2, Math.min(64, Math.floor(MAX_BYTES_IN_FLIGHT / bytes)));
}

/** Return the number of bytes of the largest crop of an image. */
function cropBytes(file: ImageFile, size: ImageSize, { side }: CropOptions): number {
  const { width, height } = windowOfSide(typeof side === "number" ? side : side[1], file, size);
  const { channels, pixelType } = file;
  return pixelBytes({ width, height, channels, pixelType });
}

/** Return the number of bytes that decoding an image needs: those of the whole file if the format has no parts. */
function decodedBytes(file: ImageFile): number {
  const { plane } = file;
  if (isReadInParts(file)) return MAX_WHOLE_PIXELS;
  return pixelBytes(file) * (plane?.projection ? 2 : 1);
}
