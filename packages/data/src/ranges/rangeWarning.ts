import type { PixelType } from "../images/pixelType.ts";
import type { ValueRange } from "../images/valueRange.ts";
import type { SetRange } from "./setRange.ts";

/** Warning about the pixel values of a set. */
export type RangeWarning =
  /** The maximum lies far above the upper percentile: probably a defective pixel. Not reported for a given range. */
  | {
      readonly code: "hot-pixel";
      /** Name of the file with the maximum. */
      readonly file: string;
      readonly value: number;
      readonly percentile: number;
      /** Pixel value at the percentile. */
      readonly high: number;
    }
  /** The files differ in pixel type. Each type is mapped by its own range. */
  | {
      readonly code: "mixed-pixel-types";
      readonly types: readonly { readonly pixelType: PixelType; readonly count: number }[];
    }
  /** Half of the images use at most `share` of the range. */
  | { readonly code: "dark-images"; readonly share: number }
  /** The images differ in brightness: the maxima of the brightest tenth are at least `ratio` times those of the darkest tenth. */
  | { readonly code: "uneven-images"; readonly ratio: number }
  /** All values of a channel are equal. */
  | {
      readonly code: "constant-channel";
      readonly channel: number;
      readonly value: number;
      /** Pixel type of the images, if the set has others. */
      readonly pixelType?: PixelType;
    }
  /** More values lie outside the range than percentiles exclude. */
  | { readonly code: "values-outside-range"; readonly share: number };

/** Properties of a file that warnings refer to. */
export interface MeasuredFile {
  readonly name: string;
  readonly pixelType: PixelType;
  /** Undefined if the file was not decoded. */
  readonly max?: number | undefined;
}

/** Minimum distance of the maximum from the lower end of the range, in lengths of the range, for a warning. */
const HOT_RATIO = 4;

/** Maximum share of values outside the range without a warning. */
const MAX_OUTSIDE_SHARE = 0.01;

/** Minimum share of the range that half of the images use without a warning. */
const MIN_USED_SHARE = 0.25;

/** Minimum ratio of the maxima of bright and dark images for a warning. */
const UNEVEN_RATIO = 3;

/** Minimum number of images for a comparison of bright and dark ones. */
const MIN_COMPARED = 10;

/** Return warnings about the pixel values of a set. */
export function rangeWarnings(
  files: readonly MeasuredFile[],
  measured: readonly SetRange[],
  percentile: number,
): RangeWarning[] {
  const types = [...new Set(measured.map(({ pixelType }) => pixelType))];
  const decoded = files.filter(({ max }) => max !== undefined);
  return [
    ...(types.length > 1 ? [mixedTypes(files, types)] : []),
    ...types.flatMap((type) => hotPixel(decoded, type, measured, percentile)),
    ...types.flatMap((type) => brightness(decoded, type, measured)),
    ...measured.flatMap(({ constant, min, pixelType }) =>
      constant.map(
        (channel) =>
          ({
            code: "constant-channel",
            channel,
            value: min,
            ...(types.length > 1 && { pixelType }),
          }) as const,
      ),
    ),
    ...measured.flatMap(({ outside: share }) =>
      share > MAX_OUTSIDE_SHARE ? [{ code: "values-outside-range", share } as const] : [],
    ),
  ];
}

/** Count the pixel types of warnings again, for other files. Types without a file are removed. */
export function withTypesOf(
  files: readonly Pick<MeasuredFile, "pixelType">[],
  warnings: readonly RangeWarning[],
): RangeWarning[] {
  const isUsed = (type: PixelType): boolean => files.some(({ pixelType }) => pixelType === type);
  return warnings.flatMap((warning): RangeWarning[] => {
    if (warning.code === "constant-channel" && warning.pixelType)
      return isUsed(warning.pixelType) ? [warning] : [];
    if (warning.code !== "mixed-pixel-types") return [warning];
    const types = warning.types.map(({ pixelType }) => pixelType).filter(isUsed);
    return types.length > 1 ? [mixedTypes(files, types)] : [];
  });
}

function mixedTypes(
  files: readonly Pick<MeasuredFile, "pixelType">[],
  types: readonly PixelType[],
): RangeWarning {
  const countOf = (type: PixelType): number => files.filter(({ pixelType }) => pixelType === type).length;
  return {
    code: "mixed-pixel-types",
    types: types.map((pixelType) => ({ pixelType, count: countOf(pixelType) })),
  };
}

function hotPixel(
  files: readonly MeasuredFile[],
  type: PixelType,
  measured: readonly SetRange[],
  percentile: number,
): RangeWarning[] {
  const [low, high] = hullOf(measured, type);
  let brightest = { name: "", max: -Infinity };
  for (const { name, pixelType, max } of files) {
    if (pixelType === type && max !== undefined && max > brightest.max) brightest = { name, max };
  }
  if (!(brightest.max - low > HOT_RATIO * (high - low))) return [];
  return [{ code: "hot-pixel", file: brightest.name, value: brightest.max, percentile, high }];
}

/** Compare the maxima of the images with the range of the set. */
function brightness(
  files: readonly MeasuredFile[],
  type: PixelType,
  measured: readonly SetRange[],
): RangeWarning[] {
  // Constant channels have a warning of another code.
  const varying = measured.filter(({ constant, channels }) => constant.length < channels);
  if (varying.every(({ pixelType }) => pixelType !== type)) return [];
  const [low, high] = hullOf(varying, type);
  const shares = files
    .flatMap(({ pixelType, max }) =>
      pixelType === type && max !== undefined ? [(max - low) / (high - low)] : [],
    )
    .sort((a, b) => a - b);
  if (shares.length === 0) return [];
  const share = shares[shares.length >> 1]!;
  if (share < MIN_USED_SHARE) return [{ code: "dark-images", share }];
  const last = shares.length - 1;
  // Black images have no ratio.
  const dark = Math.max(0.01, shares[Math.ceil(0.1 * last)]!);
  const ratio = shares[Math.floor(0.9 * last)]! / dark;
  const isUneven = shares.length >= MIN_COMPARED && ratio >= UNEVEN_RATIO;
  return isUneven ? [{ code: "uneven-images", ratio }] : [];
}

/** Return the lowest and highest value of the ranges of a pixel type. */
function hullOf(measured: readonly SetRange[], type: PixelType): ValueRange {
  const ranges = measured.filter(({ pixelType }) => pixelType === type).flatMap(({ ranges }) => ranges);
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}
