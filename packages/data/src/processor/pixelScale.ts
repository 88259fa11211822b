import {
  generalizedAnscombe,
  type PhotonNoise,
  type PixelValues,
  undoGeneralizedAnscombe,
} from "@cellgen/filters";
import { fullScale } from "../images/fullScale.ts";
import { integerLimits, type PixelType } from "../images/pixelType.ts";
import { unitOf, type ValueRange } from "../images/valueRange.ts";
import type { RangeScope } from "../ranges/rangeOption.ts";

/** Mapping from pixel values of the training files to model values. A model card has these fields. */
export interface PixelScale {
  /** Pixel type of the training files. */
  readonly pixelType: PixelType;
  /** Per channel: pixel values that map to -1 and 1; with `stabilisation`, the transformed values. */
  readonly ranges: readonly ValueRange[];
  /**
   * Images that share a mapping. With "group" and "image", each group or image was mapped by its own percentiles, and `ranges` are the
   * medians. @default "set"
   */
  readonly rangeScope?: RangeScope;
  /** Photon noise for the generalized Anscombe transform that is applied first, in pixel values of the training files. */
  readonly stabilisation?: Required<PhotonNoise>;
}

/** Format of a model's images. A model card has these fields. */
export interface ImageFormat extends PixelScale {
  readonly height: number;
  readonly width: number;
  /** 1 = gray, 3 = red, green, blue unless `channelNames` are given. */
  readonly channels: number;
  readonly channelNames?: readonly string[];
  readonly pixelSizeMicrometres?: number;
}

/**
 * Map pixel values of one channel of the training files to model values, without clamping.
 *
 * `unit = 2 (f(pixel) - min) / (max - min) - 1`, where f is the generalized Anscombe transform of a stabilized model, or the identity
 */
export function unitsOfPixels(
  pixels: Float64Array,
  { ranges, stabilisation }: PixelScale,
  channel: number,
): Float64Array {
  const range = ranges[channel]!;
  const values = stabilisation ? generalizedAnscombe(pixels, stabilisation) : pixels;
  return values.map((value) => unitOf(value, range));
}

/**
 * Map model values to pixel values of the training files, neither rounded nor clamped: the inverse of {@link unitsOfPixels}.
 *
 * @param units - Interleaved channels.
 * @returns New array of the same kind.
 */
export function pixelsOfUnits<Values extends PixelValues>(
  units: Values,
  { ranges, stabilisation }: PixelScale,
): Values {
  const channels = ranges.length;
  const values = units.map((unit, i) => {
    const [min, max] = ranges[i % channels]!;
    return min + ((unit + 1) * (max - min)) / 2;
  }) as Values;
  return stabilisation ? undoGeneralizedAnscombe(values, stabilisation) : values;
}

/** Return the pixel values of the training files that map to -1 and 1, for each channel. */
export function pixelRanges({ ranges, stabilisation }: PixelScale): readonly ValueRange[] {
  if (!stabilisation) return ranges;
  return ranges.map((range) => {
    const [min, max] = undoGeneralizedAnscombe(Float64Array.from(range), stabilisation);
    return [min!, max!];
  });
}

/** Return whether the whole scale of the training files maps to [-1, 1], as for 8-bit color: 0 to 255, or 0 to 65535 or 4095. */
export function isFullScale(scale: PixelScale): boolean {
  const white = modelWhite(scale);
  return (
    integerLimits(scale.pixelType)?.[0] === 0 &&
    // Inverting the stabilization rounds the ends of the range.
    pixelRanges(scale).every(([min, max]) => Math.abs(min) < 0.5 && Math.abs(max - white) < 0.5)
  );
}

/** Return the white value of a model's training files. */
export function modelWhite(scale: PixelScale): number {
  return fullScale(scale.pixelType, Math.max(...pixelRanges(scale).map(([, max]) => max)));
}
