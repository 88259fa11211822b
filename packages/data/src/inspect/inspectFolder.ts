import { availableParallelism } from "node:os";
import type { ImageFile, ImageFolder } from "../folder/imageFolder.ts";
import { pixelDigest } from "../folder/pixels/pixelDigest.ts";
import type { ScanProgress } from "../folder/scanOptions.ts";
import { openImage } from "../formats/openImage.ts";
import { isRasterFormat } from "../formats/raster/rasterFormat.ts";
import type { CellImage } from "../images/cellImage.ts";
import type { ImageFileFormat } from "../images/imageSource.ts";
import { pixelTypeOf } from "../images/pixelType.ts";
import type { SetRange } from "../ranges/setRange.ts";
import { readSample } from "../samples/readImage.ts";
import { sampleReader } from "../samples/sampleReader.ts";
import { type ChannelHistogram, type HistogramMeter, histogramMeter } from "./channelHistogram.ts";
import { isBlank, saturatedShare } from "./imageExposure.ts";
import { type ImageFingerprint, imageFingerprint } from "./imageFingerprint.ts";
import { similarImages } from "./similarImages.ts";

/** What is in the images of a folder, beyond `folderSummary`. */
export interface FolderInspection {
  readonly formats: readonly { readonly format: ImageFileFormat; readonly count: number }[];
  /** Files with several focal planes, time points or images. */
  readonly stacks: readonly StackFile[];
  /** Distinct pixel sizes, most frequent first; undefined for files that state none. */
  readonly pixelSizes: readonly { readonly micrometres: number | undefined; readonly count: number }[];
  readonly histograms: readonly ChannelHistogram[];
  /** Groups of images with equal pixels, by name. */
  readonly duplicates: readonly (readonly string[])[];
  /** Groups of images that are nearly equal, by name; see `similarImages`. Equal ones count as one image. */
  readonly nearDuplicates: readonly (readonly string[])[];
  /** Number of images that were compared for near duplicates; undefined if there were too many. */
  readonly compared: number | undefined;
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

interface InspectedImage {
  readonly name: string;
  readonly digest: string;
  readonly fingerprint: ImageFingerprint | undefined;
  readonly isBlank: boolean;
  readonly saturated: number;
}

/**
 * Decode every image of a folder to find duplicates, blank and saturated images, and to count pixel values.
 *
 * @param folder - Result of `scanImageFolder`.
 * @throws UnreadableImageError if a file changed since the scan; the signal's reason if it is aborted.
 */
export async function inspectFolder(
  folder: ImageFolder,
  { onProgress, signal }: InspectOptions = {},
): Promise<FolderInspection> {
  const { files, measured } = folder;
  const meters = new Map<SetRange, HistogramMeter>();
  const inspected: InspectedImage[] = new Array(files.length);
  const isCompared = files.length <= MAX_COMPARED;
  const reader = sampleReader();
  let [next, done] = [0, 0];
  const worker = async (): Promise<void> => {
    while (next < files.length) {
      signal?.throwIfAborted();
      const index = next++;
      const image = await readSample(files[index]!, reader);
      const set = setOf(measured, image);
      const meter = meters.get(set) ?? histogramMeter(histogramRanges(set));
      meters.set(set, meter);
      meter.add(image);
      inspected[index] = {
        name: files[index]!.name,
        digest: pixelDigest(image),
        fingerprint: isCompared ? imageFingerprint(image, set.ranges) : undefined,
        isBlank: isBlank(image, set.ranges),
        saturated: saturatedShare(image, set.max),
      };
      onProgress?.({ done: ++done, total: files.length });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, worker)).finally(() => reader.close());
  return {
    formats: counted(files.map(({ format }) => format)).map(([format, count]) => ({ format, count })),
    stacks: await stacksOf(files),
    pixelSizes: counted(files.map(({ pixelSizeMicrometres }) => pixelSizeMicrometres)).map(
      ([micrometres, count]) => ({ micrometres, count }),
    ),
    histograms: histogramsOf(folder, meters),
    ...duplicatesOf(inspected),
    compared: isCompared ? files.length : undefined,
    blank: inspected.filter(({ isBlank }) => isBlank).map(({ name }) => name),
    saturated: inspected
      .filter(({ saturated }) => saturated > MIN_SATURATED_SHARE)
      .map(({ name, saturated: share }) => ({ name, share }))
      .sort((a, b) => b.share - a.share),
  };
}

/** Return the measured values of the images like this one; of the same type, if gray and color are mixed. */
function setOf(measured: readonly SetRange[], image: CellImage): SetRange {
  const ofType = measured.filter(({ pixelType }) => pixelType === pixelTypeOf(image.data));
  return ofType.find(({ channels }) => channels === image.channels)!;
}

/** Return the range of the histogram of each channel: that of the set, with a margin for values beyond. */
function histogramRanges({ ranges, min, max }: SetRange): readonly (readonly [number, number])[] {
  return ranges.map(([low, high]) => {
    const margin = (high - low) / 16;
    // The upper end of the last bin is not part of it.
    return [Math.max(min, low - margin), Math.min(max, high + margin) + (high - low) / 1024] as const;
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

function duplicatesOf(
  images: readonly InspectedImage[],
): Pick<FolderInspection, "duplicates" | "nearDuplicates"> {
  const byDigest = new Map<string, InspectedImage[]>();
  for (const image of images) {
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
  const paths = new Set(files.filter(({ format }) => !isRasterFormat(format)).map((file) => file.path));
  const stacks: StackFile[] = [];
  for (const path of paths) {
    const source = await openImage(path);
    const { depth, times, images } = source;
    await source.close();
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
