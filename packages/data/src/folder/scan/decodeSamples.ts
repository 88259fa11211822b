import path from "node:path";
import { cropAndResize } from "../../formats/raster/cropAndResize.ts";
import { UnreadableImageError } from "../../formats/unreadableImageError.ts";
import type { CellImage } from "../../images/cellImage.ts";
import type { ImageSize } from "../../images/imageSize.ts";
import { isFloatType, pixelTypeOf } from "../../images/pixelType.ts";
import type { DecodedSample } from "../../samples/decodedSample.ts";
import { EVEN_WINDOWS, evenWindows, isReadInParts } from "../../samples/partialImages.ts";
import type { SampleReader } from "../../samples/sampleReader.ts";
import type { ListedSample } from "../../samples/selection/listSamples.ts";
import type { FolderRangeMeter } from "../pixels/folderRanges.ts";
import { parallelReaders } from "../pixels/parallelReaders.ts";
import type { PixelCache } from "../pixels/pixelCache.ts";
import { pixelDigest } from "../pixels/pixelDigest.ts";
import { type PixelStatistics, pixelStatistics } from "../pixels/pixelStatistics.ts";

/** What the pixels of an image add to its metadata. */
export interface SamplePixels extends PixelStatistics {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly pixelType: ListedSample["pixelType"];
  /** Undefined if only parts of the image were read. */
  readonly digest?: string;
  readonly transparent: boolean;
  readonly notes: readonly string[];
}

export interface DecodeSamplesOptions {
  readonly root: string;
  readonly reader: SampleReader;
  readonly meter: FolderRangeMeter;
  readonly cache: PixelCache;
  /** Size of the images in the cache. @default original size */
  readonly size: ImageSize | undefined;
  /** Images of more pixels are measured by parts of them, if their format allows to read parts. */
  readonly maxWholePixels: number;
  readonly onDecoded: ((sample: ListedSample, decoded: DecodedSample) => void) | undefined;
  readonly onSample: () => void;
  readonly signal: AbortSignal | undefined;
}

/** Images that were decoded, by name, and files that cannot be read. */
export interface DecodedSamples {
  readonly pixels: ReadonlyMap<string, SamplePixels>;
  readonly failed: readonly UnreadableImageError[];
}

/**
 * Decode images and measure their pixels. Images of one file are read one after the other, those of different files in parallel.
 *
 * @throws The signal's reason if it is aborted.
 */
export async function decodeSamples(
  samples: readonly ListedSample[],
  options: DecodeSamplesOptions,
): Promise<DecodedSamples> {
  const { root, reader, signal, onSample } = options;
  const pixels = new Map<string, SamplePixels>();
  const failed = new Map<string, UnreadableImageError>();
  const ofFiles = groupedByFile(samples);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < ofFiles.length) {
      for (const sample of ofFiles[next++]!) {
        signal?.throwIfAborted();
        try {
          pixels.set(sample.name, await decodeSample(sample, options));
        } catch (error) {
          if (!(error instanceof UnreadableImageError)) throw error;
          const file = path.join(root, sample.file);
          if (!failed.has(file)) failed.set(file, error);
        }
        onSample();
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: parallelReaders(samples) }, worker));
  } finally {
    await reader.close();
  }
  signal?.throwIfAborted();
  return { pixels, failed: [...failed.values()] };
}

function groupedByFile(samples: readonly ListedSample[]): ListedSample[][] {
  const groups = new Map<string, ListedSample[]>();
  for (const sample of samples) {
    const group = groups.get(sample.file);
    if (group) group.push(sample);
    else groups.set(sample.file, [sample]);
  }
  return [...groups.values()];
}

/** Maximum absolute value of floating-point pixels: their squares must be finite. */
const MAX_ABSOLUTE = 1e100;

/** Check floating-point pixels. @throws UnreadableImageError if none is finite, or one is too large. */
function checkFloats(image: CellImage, { min, max }: PixelStatistics, file: string): void {
  if (!isFloatType(pixelTypeOf(image.data))) return;
  if (!image.data.some(Number.isFinite)) {
    throw new UnreadableImageError(file, {
      reason: "without a pixel that is a finite number",
      remedy: "Export it again, or remove it.",
    });
  }
  const most = Math.max(max, -min);
  if (most > MAX_ABSOLUTE) {
    throw new UnreadableImageError(file, {
      reason: `with pixel values up to ${most.toPrecision(3)}`,
      remedy: `Scale them: at most ${MAX_ABSOLUTE} can be processed.`,
    });
  }
}

async function decodeSample(sample: ListedSample, options: DecodeSamplesOptions): Promise<SamplePixels> {
  const { root, reader, meter, cache, size, maxWholePixels, onDecoded } = options;
  const place = { ...sample, path: path.join(root, sample.file) };
  if (isReadInParts(sample, maxWholePixels)) {
    return await measureParts(sample, place, options);
  }
  const decoded = await reader.read(place);
  const image = decoded.reduced();
  const statistics = pixelStatistics(image);
  checkFloats(image, statistics, place.path);
  onDecoded?.(sample, decoded);
  if (size === undefined) cache.keepWhole(sample.name, image);
  else if (cache.limit > 0) cache.keepResized(sample.name, size, await cropAndResize(image, size));
  meter.add(sample.name, image);
  return {
    ...factsOf(image),
    ...statistics,
    digest: pixelDigest(image),
    transparent: decoded.transparent,
    notes: decoded.notes,
  };
}

async function measureParts(
  sample: ListedSample,
  place: ListedSample & { readonly path: string },
  { reader, meter }: DecodeSamplesOptions,
): Promise<SamplePixels> {
  const total = { min: Infinity, max: -Infinity, sum: 0 };
  let facts: ReturnType<typeof factsOf> | undefined;
  const notes = new Set<string>();
  for (const window of evenWindows(sample)) {
    const part = await reader.read(place, window);
    const image = part.reduced();
    for (const note of part.notes) notes.add(note);
    meter.add(sample.name, image);
    const { min, max, mean } = pixelStatistics(image);
    Object.assign(total, {
      min: Math.min(total.min, min),
      max: Math.max(total.max, max),
      sum: total.sum + mean / EVEN_WINDOWS,
    });
    facts ??= factsOf(image);
  }
  const { min, max, sum } = total;
  const { width, height } = sample;
  return { ...facts!, width, height, min, max, mean: sum, transparent: false, notes: [...notes] };
}

function factsOf(image: CellImage): Pick<SamplePixels, "width" | "height" | "channels" | "pixelType"> {
  const { width, height, channels, data } = image;
  return { width, height, channels, pixelType: pixelTypeOf(data) };
}
