import { availableParallelism } from "node:os";
import path from "node:path";
import { cropAndResize } from "../formats/raster/cropAndResize.ts";
import type { DecodedFile } from "../formats/raster/decodedPixels.ts";
import { DEFAULT_LIMIT_INPUT_PIXELS, decodeFile } from "../formats/raster/decodeFile.ts";
import { imageOfFile } from "../formats/raster/decodeImage.ts";
import { type UnreadableImage, UnreadableImageError } from "../formats/unreadableImageError.ts";
import { type ImageSize, sizeOf } from "../images/imageSize.ts";
import { canonicalName } from "../images/indexOfName.ts";
import { pixelTypeOf } from "../images/pixelType.ts";
import { checkRangeOption, DEFAULT_RANGE, type RangeOption } from "../ranges/rangeOption.ts";
import { plural } from "../text/numberText.ts";
import type { ImageFile, ImageFolder } from "./imageFolder.ts";
import { ImageFolderError } from "./imageFolderError.ts";
import { IMAGE_EXTENSIONS, type ImageFileList, listImageFiles } from "./listImageFiles.ts";
import { rememberPixels } from "./pixels/folderPixels.ts";
import { folderRangeMeter } from "./pixels/folderRanges.ts";
import { PixelCache } from "./pixels/pixelCache.ts";
import { pixelDigest } from "./pixels/pixelDigest.ts";
import { pixelStatistics } from "./pixels/pixelStatistics.ts";
import { type FolderSplit, firstFolder, type SplitPart, splitFolders, splitPartOf } from "./splitFolders.ts";

export interface ScanProgress {
  readonly done: number;
  readonly total: number;
}

export interface ScanOptions {
  /** Throw at the first unreadable file by name, instead of listing it. @default false */
  readonly strict?: boolean;
  /** Maximum number of pixels; larger files count as unreadable. @default 100 million */
  readonly limitInputPixels?: number;
  /** Cache the images resized to this size, for `folderBatches` of that size. @default original size */
  readonly size?: number | ImageSize;
  /** Cache for decoded pixels, in bytes, used by `folderBatches`; 0 disables it. @default 1 GiB */
  readonly cacheBytes?: number;
  /**
   * Pixel values that map to -1 and 1: percentiles of each channel over the set, or given values; or "image" or "group" for the 0.1 and 99.9
   * percentiles of each image or group. @default 0.1 and 99.9 percentiles of the set; [0, 255] for 8-bit colour
   */
  readonly range?: RangeOption | undefined;
  /** Return the group of a file, for `range` "group". @default folder of the file */
  readonly groupOf?: ((name: string) => string) | undefined;
  /** Part to read if the folder holds a split, such as train/ and test/; other folders are read whole. @default both parts */
  readonly part?: SplitPart;
  /** Called after every file. */
  readonly onProgress?: (progress: ScanProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Scan a folder for images and decode every file once, so that unreadable files are known before the first training step.
 *
 * Classes are the first-level subfolders, including everything below them. There are no classes if the folder itself contains images, or
 * if all images are in one subfolder; all images are used in either case. If all first-level subfolders are named like parts of a split (train,
 * training; test, testing, val, valid, validation, held-out), they are its parts, and classes are the subfolders below them. Hidden files, `__MACOSX`, `@eaDir`, folders named `masks` (instance
 * masks) and non-image files are skipped. Images of unsupported formats, such as TIFF, count as unreadable.
 *
 * @param folder - Scanned recursively for `.png`, `.jpg` and `.jpeg`, in any case.
 * @returns Files sorted by name, the same on every machine. Decoded pixels are cached for `folderBatches`, up to `cacheBytes`.
 * @throws ImageFolderError if the folder is missing, is a file, cannot be read, or has no readable image.
 * @throws UnreadableImageError for an unreadable file if `strict` is set. The signal's reason if it is aborted.
 */
export function scanImageFolder(folder: string, options: ScanOptions = {}): Promise<ImageFolder> {
  return scanDecoded(folder, options);
}

/** Scan a folder like {@link scanImageFolder}, with a callback for every decoded file. */
export async function scanDecoded(
  folder: string,
  options: ScanOptions,
  onDecoded?: (path: string, file: DecodedFile) => void,
): Promise<ImageFolder> {
  const {
    strict = false,
    limitInputPixels = DEFAULT_LIMIT_INPUT_PIXELS,
    cacheBytes = 2 ** 30,
    range = DEFAULT_RANGE,
    groupOf,
    part,
    onProgress,
    signal,
  } = options;
  const size = options.size === undefined ? undefined : sizeOf("scanImageFolder", options.size);
  checkRangeOption("scanImageFolder", range);
  const root = path.resolve(folder);
  const list = await listImageFiles(root, signal);
  const split = splitFolders(list.names);
  const names =
    split && part ? list.names.filter((name) => splitPartOf(firstFolder(name)) === part) : list.names;
  const total = names.length;
  if (split && part && total === 0) throw withoutPart(root, part, split);
  const cache = new PixelCache(cacheBytes);
  const meter = folderRangeMeter(names, range, groupOf);
  const found: (Omit<ImageFile, "label"> | undefined)[] = new Array(total);
  const failed: UnreadableImageError[] = [];
  let done = 0;

  const scanOne = async (index: number): Promise<void> => {
    const name = names[index]!;
    const file = path.join(root, name);
    try {
      const decoded = await decodeFile(file, limitInputPixels);
      onDecoded?.(file, decoded);
      const { transparent, ...image } = imageOfFile(decoded);
      if (size === undefined) cache.keepWhole(name, image);
      else if (cacheBytes > 0) cache.keepResized(name, size, await cropAndResize(image, size));
      meter.add(name, image);
      const { width, height, channels } = image;
      found[index] = {
        path: file,
        name,
        width,
        height,
        channels,
        pixelType: pixelTypeOf(image.data),
        ...pixelStatistics(image),
        digest: pixelDigest(image),
        transparent,
        ...(decoded.notes.length > 0 ? { notes: decoded.notes } : {}),
      };
    } catch (error) {
      if (!(error instanceof UnreadableImageError)) throw error;
      failed.push(error);
    }
    onProgress?.({ done: ++done, total });
  };
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < total) {
      signal?.throwIfAborted();
      await scanOne(next++);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, worker));
  signal?.throwIfAborted();

  const readable = found.filter((file) => file !== undefined);
  const unreadable = [
    ...list.unreadable,
    ...failed.map(({ path, reason, remedy }) => ({ path, reason, remedy })),
  ];
  unreadable.sort((a, b) => (a.path < b.path ? -1 : 1));
  const [first] = unreadable;
  if (strict && first) {
    const cause = failed.find((error) => error.path === first.path)?.cause;
    throw new UnreadableImageError(first.path, first, { cause });
  }
  if (readable.length === 0) throw noImages(root, list, unreadable);

  const classOf = (name: string): string => canonicalName(firstFolder(split ? belowFirst(name) : name));
  const classes = findClasses(readable.map((file) => classOf(file.name)));
  const labels = new Map(classes.map((name, label) => [name, label]));
  const labelled = readable.map((file) => {
    const ofSplit = split && splitPartOf(firstFolder(file.name));
    return { ...file, label: labels.get(classOf(file.name)) ?? 0, ...(ofSplit ? { part: ofSplit } : {}) };
  });
  const result: ImageFolder = {
    path: root,
    classes,
    ...(split ? { split } : {}),
    unreadable,
    skippedFolders: list.skippedFolders,
    ...meter.result(labelled),
  };
  rememberPixels(result, cache);
  return result;
}

const belowFirst = (name: string): string => name.slice(name.indexOf("/") + 1);

/** Return the sorted distinct classes of the files; "" is a file outside of all classes. */
function findClasses(ofFiles: readonly string[]): string[] {
  const classes = [...new Set(ofFiles)].sort();
  return classes.length === 1 || classes.includes("") ? [] : classes;
}

function withoutPart(root: string, part: SplitPart, { training, heldOut }: FolderSplit): ImageFolderError {
  const wanted = part === "training" ? "train" : "test";
  const got = [...training, ...heldOut].join(", ");
  return new ImageFolderError(
    "ERR_NO_IMAGES",
    root,
    `must hold images of the part ${wanted}, got ${root} with ${got} only. Add a subfolder ${wanted}, or give the subfolder itself.`,
  );
}

function noImages(
  root: string,
  list: ImageFileList,
  unreadable: readonly UnreadableImage[],
): ImageFolderError {
  const rule = `must hold images (${IMAGE_EXTENSIONS.join(", ")}, subfolders included), got ${root} with`;
  const files = (count: number, other = ""): string => plural(count, `${other}file`);
  const [first] = unreadable;
  if (first) {
    const { message } = new UnreadableImageError(first.path, first);
    return new ImageFolderError(
      "ERR_NO_READABLE_IMAGES",
      root,
      `${rule} ${files(unreadable.length)}, none readable. ${message}`,
    );
  }
  return new ImageFolderError(
    "ERR_NO_IMAGES",
    root,
    `${rule} none of them, and ${files(list.otherFiles, "other ")}. Give a folder of PNG or JPEG files.`,
  );
}
