import type { ImageFile, ImageFolder } from "../folder/imageFolder.ts";
import { parallelReaders } from "../folder/pixels/parallelReaders.ts";
import { pixelDigest } from "../folder/pixels/pixelDigest.ts";
import type { ScanProgress } from "../folder/scan/scanOptions.ts";
import { openNpz } from "../formats/npy/openNpz.ts";
import { openImage } from "../formats/openImage.ts";
import { isRasterFormat } from "../formats/raster/rasterFormat.ts";
import { type UnreadableImage, UnreadableImageError } from "../formats/unreadableImageError.ts";
import type { CellImage } from "../images/cellImage.ts";
import type { ImageFileFormat } from "../images/imageSource.ts";
import { pixelTypeOf } from "../images/pixelType.ts";
import { measureRanges, type SetRange } from "../ranges/setRange.ts";
import { isReadInParts } from "../samples/partialImages.ts";
import { readOverview } from "../samples/readImage.ts";
import { sampleReader } from "../samples/sampleReader.ts";
import { type ChannelHistogram, type HistogramMeter, histogramMeter } from "./channelHistogram.ts";
import { isBlank, saturatedShare } from "./imageExposure.ts";
import { type ImageFingerprint, imageFingerprint } from "./imageFingerprint.ts";
import { type ImageObjects, imageObjects } from "./imageObjects.ts";
import { similarImages } from "./similarImages.ts";

/** What is in the images of a folder, beyond `folderSummary`. */
export interface FolderInspection {
  readonly formats: readonly { readonly format: ImageFileFormat; readonly count: number }[];
  /** Files with several focal planes, time points or images. */
  readonly stacks: readonly StackFile[];
  /** Distinct pixel sizes, most frequent first; undefined for files that state none. */
  readonly pixelSizes: readonly { readonly micrometres: number | undefined; readonly count: number }[];
  readonly histograms: readonly ChannelHistogram[];
  /** Files that cannot be read, of those that the scan of a large set did not decode. The other facts are about the other images. */
  readonly unreadable: readonly UnreadableImage[];
  /** Groups of images with equal pixels, by name. Images too large to be decoded as a whole are not compared. */
  readonly duplicates: readonly (readonly string[])[];
  /** Groups of images that are nearly equal, by name; see `similarImages`. Equal ones count as one image. */
  readonly nearDuplicates: readonly (readonly string[])[];
  /** Number of images that were compared for near duplicates; undefined if there were too many. */
  readonly compared: number | undefined;
  /** Number of images of more than 16 million pixels, of which only 64 windows were read, see `readOverview`. */
  readonly inParts: number;
  /** Objects of the images, of a sample of a large set; undefined if no image was read as a whole. See {@link imageObjects}. */
  readonly objects?: {
    /** Share of images whose largest object lies in the middle, and has half of the foreground: single cells. */
    readonly centeredShare: number;
    /** Median number of objects of an image. */
    readonly median: number;
  };
  /** Names of images that show almost nothing. */
  readonly blank: readonly string[];
  /** Images of which more than 1 % of the pixels have the white value, largest shares first. */
  readonly saturated: readonly { readonly name: string; readonly share: number }[];
}

export interface StackFile {
  /** Absolute path. */
  readonly path: string;
  readonly depth: number;
  readonly times: number;
  readonly images: number;
}

export interface InspectOptions {
  readonly onProgress?: (progress: ScanProgress) => void;
  readonly signal?: AbortSignal;
}

/** Every pair is compared: 20,000 images take a few seconds. */
const MAX_COMPARED = 20_000;
const MIN_SATURATED_SHARE = 0.01;
/** Number of images, spread over the set, whose objects are counted. */
const MAX_COUNTED = 200;

interface InspectedImage {
  readonly name: string;
  readonly file: ImageFile;
  /** Undefined if only parts of the image were read. */
  readonly digest: string | undefined;
  readonly fingerprint: ImageFingerprint | undefined;
  readonly objects: ImageObjects | undefined;
  readonly isBlank: boolean;
  readonly saturated: number;
}

/**
 * Decode every image of a folder (of very large ones, parts) to find duplicates, blank and saturated images, and to count pixel values.
 *
 * @param folder - Result of `scanImageFolder`.
 * @throws UnreadableImageError if no image can be read; the signal's reason if it is aborted.
 */
export async function inspectFolder(
  folder: ImageFolder,
  { onProgress, signal }: InspectOptions = {},
): Promise<FolderInspection> {
  const { files, measured } = folder;
  const setOf = setsOf(measured);
  const meters = new Map<SetRange, HistogramMeter>();
  const all: (InspectedImage | undefined)[] = new Array(files.length);
  const failed = new Map<string, UnreadableImageError>();
  const isCompared = files.length <= MAX_COMPARED;
  const step = Math.ceil(files.length / MAX_COUNTED);
  const reader = sampleReader();
  let [next, done] = [0, 0];
  const worker = async (): Promise<void> => {
    while (next < files.length) {
      signal?.throwIfAborted();
      const index = next++;
      try {
        all[index] = await inspect(files[index]!, index % step === 0);
      } catch (error) {
        if (!(error instanceof UnreadableImageError)) throw error;
        failed.set(files[index]!.path, error);
      }
      onProgress?.({ done: ++done, total: files.length });
    }
  };
  const inspect = async (file: ImageFile, isCounted: boolean): Promise<InspectedImage> => {
    const image = await readOverview(file, reader);
    const set = setOf(image);
    const meter = meters.get(set) ?? histogramMeter(histogramRanges(set));
    meters.set(set, meter);
    meter.add(image);
    const isWhole = !isReadInParts(file);
    return {
      name: file.name,
      file,
      digest: isWhole ? pixelDigest(image) : undefined,
      fingerprint: isWhole && isCompared ? imageFingerprint(image, set.ranges) : undefined,
      objects: isWhole && isCounted ? imageObjects(image, set.ranges) : undefined,
      isBlank: isBlank(image, set.ranges),
      saturated: saturatedShare(image, set.max),
    };
  };
  await Promise.all(Array.from({ length: parallelReaders(files) }, worker)).finally(() => reader.close());
  const inspected = all.filter(
    (image) => image !== undefined && !failed.has(image.file.path),
  ) as InspectedImage[];
  if (inspected.length === 0) throw [...failed.values()][0]!;
  const readable = inspected.map(({ file }) => file);
  return {
    unreadable: [...failed.values()].map(({ path, reason, remedy }) => ({ path, reason, remedy })),
    formats: counted(readable.map(({ format }) => format)).map(([format, count]) => ({ format, count })),
    stacks: await stacksOf(readable),
    pixelSizes: counted(readable.map(({ pixelSizeMicrometres }) => pixelSizeMicrometres)).map(
      ([micrometres, count]) => ({ micrometres, count }),
    ),
    histograms: histogramsOf(folder, meters),
    ...duplicatesOf(inspected),
    inParts: readable.filter((file) => isReadInParts(file)).length,
    compared: isCompared ? readable.length : undefined,
    ...objectsOf(inspected),
    blank: inspected.filter(({ isBlank }) => isBlank).map(({ name }) => name),
    saturated: inspected
      .filter(({ saturated }) => saturated > MIN_SATURATED_SHARE)
      .map(({ name, saturated: share }) => ({ name, share }))
      .sort((a, b) => b.share - a.share),
  };
}

/**
 * Return a function that gives the measured values of the images like one: of the same type and number of channels. If the scan of a large
 * set decoded none of them, the first one is measured.
 */
function setsOf(measured: readonly SetRange[]): (image: CellImage) => SetRange {
  const sets = new Map<string, SetRange>();
  const keyOf = (pixelType: string, channels: number): string => `${pixelType} ${channels}`;
  for (const set of measured) sets.set(keyOf(set.pixelType, set.channels), set);
  return (image) => {
    const key = keyOf(pixelTypeOf(image.data), image.channels);
    const set = sets.get(key) ?? measureRanges([image])[0]!;
    sets.set(key, set);
    return set;
  };
}

/** Return the range of the histogram of each channel: that of the set, with a margin for values beyond. */
function histogramRanges({ ranges, min, max }: SetRange): readonly (readonly [number, number])[] {
  return ranges.map(([low, high]) => {
    const margin = (high - low) / 16;
    const [from, to] = [Math.max(min, low - margin), Math.min(max, high + margin)];
    return [from, to > from ? to : from + margin] as const;
  });
}

function histogramsOf(
  { channelNames, channels: ofSet }: ImageFolder,
  meters: ReadonlyMap<SetRange, HistogramMeter>,
): ChannelHistogram[] {
  return [...meters].flatMap(([set, meter]) => {
    const { pixelType, channels } = set;
    const ranges = histogramRanges(set);
    return meter.counts().map((counts, channel) => {
      const name = channels === ofSet ? channelNames?.[channel] : undefined;
      const facts = name === undefined ? {} : { name };
      return { pixelType, channels, channel, ...facts, range: ranges[channel]!, counts };
    });
  });
}

function objectsOf(images: readonly InspectedImage[]): Pick<FolderInspection, "objects"> {
  const found = images.flatMap(({ objects }) => objects ?? []);
  if (found.length === 0) return {};
  const counts = found.map(({ count }) => count).sort((a, b) => a - b);
  const centered = found.filter(({ isCentered }) => isCentered).length;
  return { objects: { centeredShare: centered / found.length, median: counts[counts.length >> 1]! } };
}

function duplicatesOf(
  images: readonly InspectedImage[],
): Pick<FolderInspection, "duplicates" | "nearDuplicates"> {
  const byDigest = new Map<string, InspectedImage[]>();
  for (const image of images) {
    if (image.digest === undefined) continue;
    const equal = byDigest.get(image.digest);
    if (equal) equal.push(image);
    else byDigest.set(image.digest, [image]);
  }
  const groups = [...byDigest.values()];
  const distinct = groups.map(([first]) => first!);
  const near = similarImages(distinct.map(({ fingerprint }) => fingerprint));
  return {
    duplicates: groups.filter(({ length }) => length > 1).map((group) => group.map(({ name }) => name)),
    nearDuplicates: near.map((group) => group.map((index) => distinct[index]!.name)),
  };
}

/** Read the numbers of planes of files that can hold several. */
async function stacksOf(files: readonly ImageFile[]): Promise<StackFile[]> {
  const splitsOf = new Map<string, Set<string | undefined>>();
  for (const { path, format, plane } of files) {
    if (isRasterFormat(format)) continue;
    const splits = splitsOf.get(path) ?? new Set();
    splitsOf.set(path, splits.add(plane?.split));
  }
  const stacks: StackFile[] = [];
  for (const [path, splits] of splitsOf) {
    let [depth, times, images] = [1, 1, 0];
    for (const split of splits) {
      const source = split === undefined ? await openImage(path) : await openNpz(path, { split });
      [depth, times, images] = [source.depth, source.times, images + source.images];
      await source.close();
    }
    if (depth * times * images > 1) stacks.push({ path, depth, times, images });
  }
  return stacks;
}

/** Return the distinct values with their numbers, most frequent first. */
function counted<T>(values: readonly T[]): [value: T, count: number][] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
