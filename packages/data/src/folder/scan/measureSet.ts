import { createHash } from "node:crypto";
import path from "node:path";
import { type UnreadableImage, UnreadableImageError } from "../../formats/unreadableImageError.ts";
import { type RangeOption, rangeScopeOf } from "../../ranges/rangeOption.ts";
import type { SetRange } from "../../ranges/setRange.ts";
import type { ListedSample } from "../../samples/selection/listSamples.ts";
import type { ImageFile } from "../imageFolder.ts";
import { type FolderRangeMeter, folderRangeMeter } from "../pixels/folderRanges.ts";
import { measuredSamples, rangeSample } from "../pixels/measuredSamples.ts";
import { fileGroups } from "../split/fileGroups.ts";
import type { SplitPart } from "../split/splitFolders.ts";
import { type DecodeSamplesOptions, decodeSamples, type SamplePixels } from "./decodeSamples.ts";
import type { FolderIndex } from "./folderIndex.ts";
import type { ScanOptions } from "./scanOptions.ts";

export interface MeasureSetOptions {
  readonly root: string;
  readonly range: RangeOption;
  readonly options: ScanOptions;
  /** Whether only a part of the images is decoded. */
  readonly isLarge: boolean;
  readonly index: FolderIndex;
  readonly decoding: Omit<DecodeSamplesOptions, "meter" | "onSample">;
}

/** Measured images of a set. */
export interface MeasuredSet {
  /** Images that can be read, as far as they were decoded. */
  readonly readable: readonly ListedSample[];
  readonly failed: readonly UnreadableImageError[];
  fileOf(sample: ListedSample, label: number, part: SplitPart | undefined): ImageFile;
  result: (
    files: readonly ImageFile[],
  ) => ReturnType<FolderRangeMeter["result"]> & { readonly files: readonly ImageFile[] };
}

/** Measurement that is kept for the next time. */
interface KeptMeasurement {
  readonly pixels: readonly (readonly [name: string, pixels: SamplePixels])[];
  readonly failed: readonly UnreadableImage[];
  readonly measured: readonly SetRange[];
}

/** Decode the images of a set, or a sample of them, and measure their pixels. */
export async function measureSet(
  samples: readonly ListedSample[],
  { root, range, options, isLarge, index, decoding }: MeasureSetOptions,
): Promise<MeasuredSet> {
  const { group, onProgress } = options;
  const chosen = isLarge ? measuredSamples(samples) : samples;
  const meter = folderRangeMeter(
    { sample: rangeSample(chosen), count: chosen.length },
    range,
    range === "group" ? await rangeGroups(root, samples, group) : undefined,
  );
  // Ranges of groups and images are not kept.
  const key = isLarge && rangeScopeOf(range) === "set" ? keyOf(chosen, range) : undefined;
  const kept =
    key === undefined
      ? undefined
      : (index.measured(
          key,
          chosen.map(({ file }) => file),
        ) as KeptMeasurement | undefined);
  let pixels: ReadonlyMap<string, SamplePixels>;
  let failed: readonly UnreadableImageError[] = [];
  let measured: readonly SetRange[] | undefined;
  if (kept) {
    pixels = new Map(kept.pixels);
    measured = kept.measured;
    failed = kept.failed.map((file) => new UnreadableImageError(file.path, file));
    await index.keep(key!, kept);
  } else {
    let done = 0;
    const total = chosen.length;
    ({ pixels, failed } = await decodeSamples(chosen, {
      ...decoding,
      meter,
      onSample: () => onProgress?.({ done: ++done, total }),
    }));
    if (key !== undefined && meter.measured().length > 0) {
      await index.keep(key, {
        pixels: [...pixels],
        failed: failed.map(({ path: file, reason, remedy }) => ({ path: file, reason, remedy })),
        measured: meter.measured(),
      } satisfies KeptMeasurement);
    }
  }
  const isRead = new Set(chosen.map(({ name }) => name));
  const isGrey = chosen.every(
    ({ name, channels }) => channels !== 3 || (pixels.get(name)?.channels ?? 1) === 1,
  );
  return {
    readable: samples.filter(({ name }) => !isRead.has(name) || pixels.has(name)),
    failed,
    fileOf: (sample, label, part) => {
      const file = imageFile(root, sample, label, pixels.get(sample.name), isGrey);
      return part ? { ...file, part } : file;
    },
    result: (files) => meter.result(files, measured),
  };
}

/** Return the function that gives the group of an image by its name; undefined if the folders are the groups. */
async function rangeGroups(
  root: string,
  samples: readonly ListedSample[],
  group: string | undefined,
): Promise<((name: string) => string) | undefined> {
  const groups = await fileGroups(root, samples, group);
  if (groups.grouping.by === "file") return undefined;
  const ofName = new Map(samples.map((sample) => [sample.name, groups.of(sample)]));
  return (name) => ofName.get(name)!;
}

/** Return a key of what was measured. Unchanged files are part of the index. */
function keyOf(chosen: readonly ListedSample[], range: RangeOption): string {
  const digest = createHash("sha256").update(JSON.stringify(range));
  for (const { name, plane } of chosen) digest.update(JSON.stringify([name, plane]));
  return digest.digest("hex").slice(0, 16);
}

/**
 * Return an image of the set. There may be very many: no object is copied.
 *
 * @param isGrey - Whether all decoded color images have equal channels, so that others probably have, too.
 */
function imageFile(
  root: string,
  sample: ListedSample,
  label: number,
  pixels: SamplePixels | undefined,
  isGrey: boolean,
): ImageFile {
  const { file, plane, pixelSizeMicrometres, notes } = sample;
  const image: Writable<ImageFile> = {
    path: path.sep === "/" ? `${root}/${file}` : path.join(root, file),
    name: sample.name,
    file,
    format: sample.format,
    bytes: sample.bytes,
    label,
    width: sample.width,
    height: sample.height,
    channels: isGrey && sample.channels === 3 ? 1 : sample.channels,
    pixelType: sample.pixelType,
    transparent: false,
  };
  if (plane) image.plane = plane;
  if (pixelSizeMicrometres !== undefined) image.pixelSizeMicrometres = pixelSizeMicrometres;
  if (!pixels) return notes ? { ...image, notes } : image;
  const { notes: ofPixels, ...measured } = pixels;
  const all = [...new Set([...(notes ?? []), ...ofPixels])];
  return { ...image, ...measured, ...(all.length > 0 && { notes: all }) };
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
