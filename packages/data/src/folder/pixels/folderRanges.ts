import path from "node:path";
import type { CellImage } from "../../images/cellImage.ts";
import { type PixelType, pixelTypes } from "../../images/pixelType.ts";
import type { ValueRange } from "../../images/valueRange.ts";
import {
  givenRange,
  percentilesOf,
  type RangeOption,
  type RangeScope,
  rangeScopeOf,
} from "../../ranges/rangeOption.ts";
import { type RangeWarning, rangeWarnings } from "../../ranges/rangeWarning.ts";
import { measureRanges, type SetMeter, type SetRange, setMeter } from "../../ranges/setRange.ts";
import type { ImageFile, ImageFolder } from "../imageFolder.ts";

/** Number of values of a channel that are kept of each group. */
const MAX_KEPT_OF_GROUP = 2 ** 14;

/** Measures the pixel values of a folder's files while they are decoded. */
export interface FolderRangeMeter {
  add(name: string, image: CellImage): void;
  /** Return the measured ranges of each pixel type and number of channels. */
  measured(): readonly SetRange[];
  /**
   * Return the ranges of the folder. `files` have their own ranges if the scope is "group" or "image".
   *
   * @param measured - Ranges that were measured earlier. @default those of the added images
   */
  result<File extends Omit<ImageFile, "label">>(
    files: readonly File[],
    measured?: readonly SetRange[],
  ): Pick<ImageFolder, "channels" | "pixelType" | "ranges" | "rangeScope" | "measured" | "rangeWarnings"> & {
    readonly files: readonly File[];
  };
}

/**
 * Create a meter for the files of a folder.
 *
 * @param sample - Names of the files from which the range of the set is measured.
 * @param count - Number of files.
 * @param groupOf - Group of a file, for the scope "group". @default folder of the file
 */
export function folderRangeMeter(
  { sample, count }: { readonly sample: ReadonlySet<string>; readonly count: number },
  range: RangeOption,
  groupOf: (name: string) => string = path.posix.dirname,
): FolderRangeMeter {
  const scope = rangeScopeOf(range);
  // Values far above a given range need not come from a defective pixel.
  const isGiven = givenRange(range) !== undefined;
  const set = setMeter(sample.size);
  const ofFile = new Map<string, readonly ValueRange[]>();
  const groups = new Map<string, SetMeter>();
  return {
    add(name, image) {
      if (scope === "image") ofFile.set(name, measureRanges([image], { range })[0]!.ranges);
      if (scope === "group") groupMeter(groups, groupOf(name), count).add(image);
      if (sample.has(name)) set.add(image);
    },
    measured: () => set.ranges(range),
    result(files, measured = set.ranges(range)) {
      const type = commonType(files);
      const channels = files.reduce((most, file) => Math.max(most, file.channels), 0);
      const ofGroup = new Map([...groups].map(([name, meter]) => [name, meter.ranges(range)] as const));
      const own = ({ name, pixelType, channels }: ImageFile | Omit<ImageFile, "label">) =>
        scope === "image"
          ? ofFile.get(name)
          : ofGroup
              .get(groupOf(name))
              ?.find((entry) => entry.pixelType === pixelType && entry.channels === channels)?.ranges;
      const ranged = scope === "set" ? files : files.map((file) => withRanges(file, own(file)));
      const ofType = measured.filter(({ pixelType }) => pixelType === type);
      return {
        files: ranged,
        channels,
        pixelType: type,
        ranges: rangesOf(scope, ranged, ofType, type, channels),
        rangeScope: scope,
        measured,
        rangeWarnings: rangeWarnings(files, measured, percentilesOf(range)[1]).filter(
          ({ code }) => (scope === "set" || !ofOneRange.has(code)) && !(isGiven && code === "hot-pixel"),
        ),
      };
    },
  };
}

/** Warnings that refer to one range for all images. */
const ofOneRange: ReadonlySet<RangeWarning["code"]> = new Set(["dark-images", "uneven-images", "hot-pixel"]);

function groupMeter(groups: Map<string, SetMeter>, name: string, images: number): SetMeter {
  let meter = groups.get(name);
  if (!meter) {
    meter = setMeter(Math.min(images, 64), MAX_KEPT_OF_GROUP);
    groups.set(name, meter);
  }
  return meter;
}

function withRanges<File>(file: File, ranges: readonly ValueRange[] | undefined): File {
  return ranges ? { ...file, ranges } : file;
}

/** Return the pixel type of most files; of two types with equally many files, the one that holds more values. */
function commonType(files: readonly Pick<ImageFile, "pixelType">[]): PixelType {
  const counts = new Map<PixelType, number>();
  for (const { pixelType } of files) counts.set(pixelType, (counts.get(pixelType) ?? 0) + 1);
  const countOf = (type: PixelType): number => counts.get(type) ?? 0;
  return pixelTypes.reduce((common, type) => (countOf(type) >= countOf(common) ? type : common), "uint8");
}

function rangesOf(
  scope: RangeScope,
  files: readonly Omit<ImageFile, "label">[],
  measured: readonly SetRange[],
  type: PixelType,
  channels: number,
): readonly ValueRange[] {
  // Gray files of a color set have no range of their own.
  const entry = measured.find((of) => of.channels === channels) ?? measured.at(-1);
  const ranges = entry?.ranges ?? [limitsOf(files, type)];
  const shared = ranges.length === channels ? ranges : new Array<ValueRange>(channels).fill(ranges[0]!);
  if (scope === "set") return shared;
  const own = files.flatMap((file) =>
    file.pixelType === type && file.ranges?.length === channels ? [file.ranges] : [],
  );
  if (own.length === 0) return shared;
  return Array.from({ length: channels }, (_, channel) => {
    const [low, high] = [0, 1].map((end) => median(own.map((ranges) => ranges[channel]![end]!)));
    return [low!, high!];
  });
}

/** Return the range of all files of a type, if none of them was measured. */
function limitsOf(files: readonly Omit<ImageFile, "label">[], type: PixelType): ValueRange {
  let [low, high] = [Infinity, -Infinity];
  for (const { pixelType, min = Infinity, max = -Infinity } of files) {
    if (pixelType !== type) continue;
    low = Math.min(low, min);
    high = Math.max(high, max);
  }
  return low <= high ? [low, Math.max(low + 1, high)] : [0, 1];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
