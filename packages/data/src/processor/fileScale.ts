import type { CellImage } from "../images/cellImage.ts";
import { brightestOf, fullScale } from "../images/fullScale.ts";
import { luminance } from "../images/luminance.ts";
import { type PixelType, pixelTypeOf } from "../images/pixelType.ts";
import type { ValueRange } from "../images/valueRange.ts";
import { measureRanges, type SetRange } from "../ranges/setRange.ts";
import { hasUnitsOf } from "./hasUnitsOf.ts";
import type { FitNote } from "./imageNote.ts";
import { type ImageFormat, isFullScale, modelWhite, type PixelScale, pixelRanges } from "./pixelScale.ts";
import { UnfitImageError } from "./unfitImageError.ts";

/** Map from pixel values of a file to those of the training files: `gain value + offset`. */
export interface PixelMap {
  readonly gain: number;
  readonly offset: number;
}

/** How the pixel values of a file correspond to those of a model's training files. */
export interface FileScale {
  /** One map for each channel of the model. */
  readonly maps: readonly PixelMap[];
  /** Whether other files probably have the same maps. */
  readonly isShared: boolean;
  readonly notes: readonly FitNote[];
}

/** Properties of a file that determine its scale. */
export interface FileKind extends Pick<CellImage, "channels" | "channelNames"> {
  readonly pixelType: PixelType;
  readonly brightest: () => number;
  /** Ranges of the file by its own percentiles. */
  readonly ranges: () => readonly ValueRange[];
}

/** Return the properties of a decoded image. */
export function kindOfImage(image: CellImage): FileKind {
  return {
    channels: image.channels,
    ...(image.channelNames ? { channelNames: image.channelNames } : {}),
    pixelType: pixelTypeOf(image.data),
    brightest: () => brightestOf(image),
    ranges: () => measureRanges([image], { range: "image" })[0]!.ranges,
  };
}

const IDENTITY: PixelMap = { gain: 1, offset: 0 };

/**
 * Return how the pixel values of a file correspond to those of a model's training files: the one rule of all commands.
 *
 * - Model whose images or groups were mapped by their own percentiles: by those of the image, or of `inputs`.
 * - Same pixel type: equal values.
 * - Unsigned integers, and the model's range is the full scale of its type: white (255, 65535, or 4095 for 12-bit camera data) to white.
 * - With `matchUnits`, other pixel type with values in the model's range, see {@link hasUnitsOf}: equal values.
 * - Otherwise: the 0.1 and 99.9 percentiles of `inputs` to the model's range.
 *
 * @param inputs - Ranges of all files that are processed together. @default those of the file
 * @param options - `matchUnits`: whether files of another pixel type can have the gray levels of the training files. In training, each type
 *   is mapped by its own range. @default false
 * @throws UnfitImageError if the numbers of channels do not match.
 */
export function fileScale(
  file: FileKind,
  format: PixelScale & Pick<ImageFormat, "channels" | "channelNames">,
  inputs?: readonly SetRange[],
  { matchUnits = false }: { readonly matchUnits?: boolean } = {},
): FileScale {
  checkChannels(file, format);
  const { channels, rangeScope = "set", pixelType: modelPixelType } = format;
  const { pixelType } = file;
  const ofType = inputs?.filter((input) => input.pixelType === pixelType) ?? [];
  const shared = ofType.find((input) => input.channels === file.channels) ?? ofType.at(-1);
  if (rangeScope === "set" && pixelType === modelPixelType) {
    return { maps: new Array<PixelMap>(channels).fill(IDENTITY), isShared: true, notes: [] };
  }
  if (rangeScope === "set" && isFullScale(format) && pixelType.startsWith("u")) {
    const white = fullScale(pixelType, ofType.length > 0 ? maximum(ofType) : file.brightest());
    const whiteOfModel = modelWhite(format);
    return {
      maps: new Array<PixelMap>(channels).fill({ gain: whiteOfModel / white, offset: 0 }),
      isShared: true,
      notes: [{ code: "pixel-type", pixelType, modelPixelType, white, modelWhite: whiteOfModel }],
    };
  }
  const ranges = (rangeScope === "image" ? undefined : shared?.ranges) ?? file.ranges();
  const matched = rangesForChannels(ranges, channels);
  const modelRanges = pixelRanges(format);
  const isShared = rangeScope !== "image" && shared !== undefined;
  const model = { pixelType: modelPixelType, ranges: modelRanges };
  if (matchUnits && rangeScope === "set" && hasUnitsOf({ pixelType, ranges: matched }, model)) {
    return {
      maps: new Array<PixelMap>(channels).fill(IDENTITY),
      isShared,
      notes: [{ code: "pixel-type-same-units", pixelType, modelPixelType, ranges: matched }],
    };
  }
  const maps = modelRanges.map(([low, high], channel) => {
    const [from, to] = matched[channel]!;
    const gain = (high - low) / (to - from);
    return { gain, offset: low - gain * from };
  });
  return {
    maps,
    isShared,
    notes:
      pixelType === modelPixelType
        ? []
        : [{ code: "pixel-type-by-range", pixelType, modelPixelType, ranges: matched }],
  };
}

/** Convert the ranges of a file's channels to those of a model's: gray for every channel, or color to its luminance. */
export function rangesForChannels(ranges: readonly ValueRange[], channels: number): readonly ValueRange[] {
  if (ranges.length === channels) return ranges;
  if (ranges.length === 1) return new Array<ValueRange>(channels).fill(ranges[0]!);
  const [low, high] = [0, 1].map((end) =>
    luminance(
      ranges.map((range) => range[end]!),
      0,
      3,
    ),
  );
  return new Array<ValueRange>(channels).fill([low!, high!]);
}

/** Whether images of these channels can be processed by a model: the same number, gray for color, or color for gray. */
export function checkChannels(
  file: Pick<CellImage, "channels" | "channelNames">,
  model: Pick<ImageFormat, "channels" | "channelNames">,
): void {
  if (file.channels === model.channels) return;
  const isPlain = ({ channels, channelNames }: Pick<CellImage, "channels" | "channelNames">): boolean =>
    channels === 1 || (channels === 3 && channelNames === undefined);
  if (isPlain(file) && isPlain(model)) return;
  const plural = (count: number): string => `${count} channel${count === 1 ? "" : "s"}`;
  throw new UnfitImageError("ERR_OTHER_CHANNELS", {
    reason: `unsuitable for a model of ${plural(model.channels)}: it has ${file.channels}`,
    remedy: "Select the model's channels with --select-channels.",
  });
}

function maximum(ranges: readonly SetRange[]): number {
  return Math.max(...ranges.map(({ max }) => max));
}
