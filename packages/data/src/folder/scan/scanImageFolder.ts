import path from "node:path";
import { FaultError } from "../../formats/faultError.ts";
import { DEFAULT_LIMIT_INPUT_PIXELS } from "../../formats/raster/decodeFile.ts";
import { type UnreadableImage, UnreadableImageError } from "../../formats/unreadableImageError.ts";
import { sizeOf } from "../../images/imageSize.ts";
import { checkRangeOption, DEFAULT_RANGE } from "../../ranges/rangeOption.ts";
import type { DecodedSample } from "../../samples/decodedSample.ts";
import { MAX_WHOLE_PIXELS } from "../../samples/partialImages.ts";
import { sampleReader } from "../../samples/sampleReader.ts";
import { type ListedSample, listSamples } from "../../samples/selection/listSamples.ts";
import { matchingChannels } from "../../samples/selection/matchingChannels.ts";
import { checkSelection } from "../../samples/selection/sampleSelection.ts";
import { rowsOfFolder } from "../../sets/rowsOfFolder.ts";
import type { ImageFolder } from "../imageFolder.ts";
import { rememberPixels } from "../pixels/folderPixels.ts";
import { isLargeSet } from "../pixels/measuredSamples.ts";
import { PixelCache } from "../pixels/pixelCache.ts";
import { withoutImages, withoutPart } from "./folderFaults.ts";
import { folderIndex } from "./folderIndex.ts";
import { listImageFiles } from "./listImageFiles.ts";
import { measureSet } from "./measureSet.ts";
import { sampleClasses, sampleParts } from "./sampleClasses.ts";
import { DEFAULT_CACHE_BYTES, type DecodedScanOptions, type ScanOptions } from "./scanOptions.ts";

/**
 * Scan a folder for images. Every image is decoded once, so that unreadable files are known before the first training step; of more than
 * 5,000 images or 256 MiB of pixels, only the metadata of the files is read, and a sample is decoded to measure the range.
 *
 * An image of the result is a file, or a part of one: the maximum projection of each time point of a stack, unless `z` and `time` select others;
 * each image of an array (.npy, .npz); each box or plane that an index names. `channels` selects and orders channels. Channels in
 * another order than those of most images are matched by name, with a note; images with other channels count as unreadable.
 *
 * Classes are the first-level subfolders, including everything below them. There are no classes if the folder itself contains images, or
 * if all images are in one subfolder; all images are used in either case. Without classes, the labels of an array or index are used. If all
 * first-level subfolders are named like parts of a split (train, training; test, testing, val, valid, validation, held-out), they are its
 * parts, and classes are the subfolders below them; splits of .npz files and of an index are recognized, too. Hidden files, `__MACOSX`,
 * `@eaDir`, folders named `masks` (instance masks) and non-image files are skipped. Images of unsupported formats count as unreadable.
 *
 * The metadata of more than 5,000 files is kept in the folder's `.cellgen`, or in the user's cache folder if the folder is read-only.
 *
 * @param folder - Scanned recursively for PNG, JPEG, TIFF, WebP, GIF, BMP, .npy and .npz files and OME-Zarr folders. Or one TIFF, .npy or .npz
 *   file or OME-Zarr folder.
 * @returns Images sorted by name, the same on every machine. Decoded pixels are cached for `folderBatches`, up to `cacheBytes`.
 * @throws ImageFolderError if the folder is missing, is another file, cannot be read, or has no readable image.
 * @throws UnreadableImageError for an unreadable file if it is given itself, or `strict` is set. CsvIndexError if `index` cannot be used. RangeError if an option is
 *   not valid. The signal's reason if it is aborted.
 */
export function scanImageFolder(folder: string, options: ScanOptions = {}): Promise<ImageFolder> {
  return scanDecoded(folder, options);
}

/** Scan a folder like {@link scanImageFolder}, with a callback for every decoded image. */
export async function scanDecoded(
  folder: string,
  options: DecodedScanOptions,
  onDecoded?: (sample: ListedSample, decoded: DecodedSample) => void,
): Promise<ImageFolder> {
  const {
    strict = false,
    limitInputPixels = DEFAULT_LIMIT_INPUT_PIXELS,
    cacheBytes = DEFAULT_CACHE_BYTES,
    range = DEFAULT_RANGE,
    part,
    decode = "auto",
    isFile = false,
    signal,
  } = options;
  const size = options.size === undefined ? undefined : sizeOf("scanImageFolder", options.size);
  checkRangeOption("scanImageFolder", range);
  checkSelection("scanImageFolder", options);
  const list = await listImageFiles(folder, { anyFile: isFile, signal });
  const { root, names, isSingle } = list;
  const unreadable: UnreadableImage[] = [...list.unreadable];
  const addFaults = (faults: ReadonlyMap<string, { reason: string; remedy: string }>): void => {
    for (const [name, { reason, remedy }] of faults)
      unreadable.push({ path: path.join(root, name), reason, remedy });
  };
  const index = await folderIndex(root, names, options, limitInputPixels);
  const rows =
    isSingle && options.index === undefined
      ? undefined
      : await rowsOfFolder(root, index.files, options.index);
  const files = rows?.isGiven ? index.files.filter(({ name }) => rows.rows.has(name)) : index.files;
  const listed = listSamples(files, options, rows?.rows);
  addFaults(listed.faults);

  const { split, areFolders, partOf } = sampleParts(listed.samples, names);
  const ofPart = split && part ? listed.samples.filter((sample) => partOf(sample) === part) : listed.samples;
  if (split && part && split.images[part] === 0) throw withoutPart(root, part, split);
  const limited = size === undefined ? ofPart : withinLimit(ofPart, limitInputPixels, addFaults);
  const failed: UnreadableImageError[] = [];
  const throwFirst = (): void => {
    unreadable.sort((a, b) => (a.path < b.path ? -1 : 1));
    const [first] = unreadable;
    if (!strict || !first) return;
    const cause = failed.find((error) => error.path === first.path)?.cause;
    throw new UnreadableImageError(first.path, first, { cause });
  };
  if (limited.length === 0) {
    throwFirst();
    throw withoutImages(list, unreadable);
  }
  // Channels by index are those of every file, whatever their names.
  const byIndex = options.channels?.every((channel) => typeof channel === "number") ?? false;
  const { samples, channelNames, faults } = matchingChannels(limited, byIndex);
  addFaults(faults);

  const isLarge = decode === "auto" && isLargeSet(samples);
  const cache = new PixelCache(isLarge ? Math.min(cacheBytes, DEFAULT_CACHE_BYTES / 2) : cacheBytes);
  const reader = sampleReader({ limitInputPixels });
  const measured = await measureSet(samples, {
    root,
    range,
    options,
    isLarge,
    index,
    decoding: {
      ...{ root, reader, cache, size, onDecoded, signal },
      maxWholePixels: options.maxWholePixels ?? (isLarge ? MAX_WHOLE_PIXELS : limitInputPixels),
    },
  });
  failed.push(...measured.failed);
  unreadable.push(...failed.map(({ path, reason, remedy }) => ({ path, reason, remedy })));
  throwFirst();
  if (measured.readable.length === 0) throw withoutImages(list, unreadable);

  const { classes, labelOf } = sampleClasses(measured.readable, areFolders, rows?.isGiven ?? false);
  const labelled = measured.readable.map((sample) =>
    measured.fileOf(sample, labelOf(sample), split && partOf(sample)),
  );
  const result: ImageFolder = {
    path: root,
    classes,
    ...(split ? { split } : {}),
    unreadable,
    skippedFolders: list.skippedFolders,
    ...(channelNames ? { channelNames } : {}),
    ...measured.result(labelled),
  };
  rememberPixels(result, cache);
  return result;
}

/** Keep the images that can be decoded as a whole. */
function withinLimit(
  samples: readonly ListedSample[],
  limitInputPixels: number,
  addFaults: (faults: ReadonlyMap<string, FaultError>) => void,
): readonly ListedSample[] {
  const tooLarge = samples.filter(({ width, height }) => width * height > limitInputPixels);
  if (tooLarge.length === 0) return samples;
  addFaults(
    new Map(
      tooLarge.map(({ file, width, height }) => [
        file,
        new FaultError(
          `too large: ${width}x${height} exceeds the limit of ${limitInputPixels} pixels`,
          "Train on random crops of it, or cut it into crops first (cellgen data crop).",
        ),
      ]),
    ),
  );
  return samples.filter((sample) => !tooLarge.includes(sample));
}
