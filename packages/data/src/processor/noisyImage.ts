import { estimateNoise, type FilterImage } from "@cellgen/filters";
import { bitDepthOf, type CellImage } from "../images/cellImage.ts";
import { brightestOf, fullScale } from "../images/fullScale.ts";
import type { UnitImage } from "../images/unitImage.ts";
import { channelLayout } from "./channelLayout.ts";
import { type ImageNoise, noiseOnScale } from "./imageNoise.ts";
import type { NoiseNote, NoiseWarning } from "./imageNote.ts";
import type { ImageFormat } from "./pixelScale.ts";
import {
  type FileScale,
  type VarianceStabilization,
  varianceStabilization,
} from "./varianceStabilization.ts";

/** Noisy image, prepared for a model and for filters. */
export interface NoisyImage {
  /** Fields that the model denoises, one at a time. Values beyond [-1, 1] are kept; clamping would bias the noise. */
  readonly fields: readonly UnitImage[];
  /** Standard deviation of the noise in the fields; 0 if none was found. */
  readonly noise: number;
  /** Field values of black and white, where the file clips the noise. Undefined if the fields contain added noise. */
  readonly limits: readonly [min: number, max: number] | undefined;
  /** Share of the values that are black or white. */
  readonly clippedShare: number;
  /** Input for a filter: the image on its stabilized scale, with one channel if it is grey. */
  readonly stabilized: FilterImage<Float64Array>;
  /** Standard deviation of the noise in `stabilized`. */
  readonly sigma: number;
  readonly scale: VarianceStabilization;
  /** Grey level of white. */
  readonly white: number;
  /** Convert values of `stabilized` to an image of the file's size, depth and channels. */
  fromStabilized(values: Float64Array): CellImage;
  /** Convert values of the fields to an image of the file's size, depth and channels. */
  fromFields(values: readonly Float32Array[]): CellImage;
  /** Convert standard deviations of the fields around `values` to grey levels: `[height, width, channels of stabilized]`. */
  deviations(values: readonly Float32Array[], deviations: readonly Float32Array[]): Float64Array;
  /** Mismatches between the given noise and the image. */
  readonly warnings: readonly NoiseWarning[];
  readonly notes: readonly NoiseNote[];
}

/** Additional information about a noisy image. */
export interface NoisyImageOptions {
  /** Maximum value of all 16-bit images that are processed together. @default maximum of the image */
  readonly brightest?: number;
  /** Side of the files from which the model's training images were scaled. */
  readonly sourceSide?: number;
}

/**
 * Convert a noisy image to a scale with constant noise variance, and that scale to the model's:
 * `unit = 2 (stabilized - min) / (max - min) - 1`.
 *
 * A grey model denoises each channel of a colour file separately; for a colour model, each channel of a grey image gets different noise.
 */
export function noisyImage(
  image: CellImage,
  format: ImageFormat,
  noise: ImageNoise,
  { brightest = brightestOf(image), sourceSide }: NoisyImageOptions = {},
): NoisyImage {
  const { width, height, data } = image;
  const bitDepth = bitDepthOf(image);
  const white = fullScale(bitDepth, brightest);
  const scale = varianceStabilization(noise, format, { bitDepth, white });
  const channels = isGrey(image) ? 1 : 3;
  const stride = image.channels / channels;
  const pixels = Float64Array.from({ length: width * height * channels }, (_, i) => data[i * stride]!);
  const stabilized = { values: scale.to(pixels), height, width, channels };
  const sigma = noiseOnScale(noise, stabilized);
  const [min, max] = scale.range;
  const unitOf = (stabilized: number): number => (2 * (stabilized - min)) / (max - min) - 1;
  const stabilizedOf = (units: Float64Array): Float64Array =>
    units.map((unit) => min + ((unit + 1) * (max - min)) / 2);
  const layout = channelLayout(channels, format.channels, [height, width]);
  const units = Float32Array.from(stabilized.values, unitOf);
  const noiseOfUnits = (2 * sigma) / (max - min);
  const [low, high] = Float32Array.from(scale.to(Float64Array.of(0, white)), unitOf);
  const limits = [low!, high!] as const;
  // Estimate of the noise if it was given; unreliable below 16x16 pixels.
  const seen = noise.kind === "auto" || Math.min(height, width) < 16 ? undefined : estimateNoise(stabilized);

  const fromStabilized = (values: Float64Array): CellImage => imageLike(image, scale.back(values), channels);
  return {
    fields: layout
      .split(units, noiseOfUnits)
      .map((values) => ({ values, height, width, channels: format.channels })),
    noise: layout.noiseFactor * noiseOfUnits,
    limits: layout.noiseFactor === 1 ? limits : undefined,
    clippedShare: units.filter((unit) => unit <= limits[0] || unit >= limits[1]).length / units.length,
    stabilized,
    sigma,
    scale,
    white,
    fromStabilized,
    fromFields: (values) => fromStabilized(stabilizedOf(layout.join(values))),
    deviations(values, deviations) {
      const middle = layout.join(values);
      const spread = layout.join(deviations);
      const at = (sign: number) =>
        scale.back(stabilizedOf(middle.map((value, i) => value + sign * spread[i]!)));
      const [below, above] = [at(-1), at(1)];
      return above.map((value, i) => (value - below[i]!) / 2);
    },
    warnings: seen === undefined ? [] : noiseWarnings(seen, sigma),
    notes: [
      ...scale.notes,
      ...layout.notes,
      ...(seen === undefined ? [] : unitNotes(noise, seen, { bitDepth, white })),
      ...scaleNotes(image, format, sourceSide),
    ],
  };
}

/** Estimates outside these ratios to the given noise produce a warning. Estimates can be off by up to a fifth. */
const EXPECTED_RATIO = { min: 0.65, max: 1.5 } as const;

function noiseWarnings(seen: number, sigma: number): NoiseWarning[] {
  const ratio = seen / sigma;
  if (ratio < EXPECTED_RATIO.max && ratio > EXPECTED_RATIO.min) return [];
  return [{ code: ratio > 1 ? "noise-stronger-than-stated" : "noise-weaker-than-stated", ratio }];
}

/** Minimum ratio at which the noise of a 16-bit file counts as given in 8-bit grey levels, where white is at least 16 times smaller. */
const OTHER_UNITS_RATIO = 8;

function unitNotes(noise: ImageNoise, seen: number, { bitDepth, white }: FileScale): NoiseNote[] {
  if (noise.kind !== "white" || bitDepth !== 16 || seen < OTHER_UNITS_RATIO * noise.sigma) return [];
  const { sigma } = noise;
  return [{ code: "noise-in-other-units", white, sigma, equivalent: Math.round((sigma * white) / 255) }];
}

/** Maximum scale factor, in either direction, at which training images count as unscaled. */
const SAME_SCALE = 1.1;

function scaleNotes({ width, height }: CellImage, format: ImageFormat, sourceSide?: number): NoiseNote[] {
  const isField = Math.max(width, height) > Math.max(format.width, format.height);
  if (sourceSide === undefined || !isField) return [];
  const factor = format.height / sourceSide;
  if (factor < SAME_SCALE && factor > 1 / SAME_SCALE) return [];
  return [{ code: "other-scale", sourceSide, side: format.height }];
}

function isGrey({ channels, data }: CellImage): boolean {
  if (channels === 1) return true;
  for (let i = 0; i < data.length; i += 3) {
    if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return false;
  }
  return true;
}

/** Convert grey levels of one or all channels to an image of the file's type. */
function imageLike(image: CellImage, pixels: Float64Array, given: number): CellImage {
  const { channels, data } = image;
  const limit = data instanceof Uint16Array ? 65535 : 255;
  const restored = data instanceof Uint16Array ? new Uint16Array(data.length) : new Uint8Array(data.length);
  for (let i = 0; i < restored.length; i++) {
    const value = pixels[given === channels ? i : Math.floor(i / channels)]!;
    restored[i] = Math.min(limit, Math.max(0, Math.round(value)));
  }
  return { ...image, data: restored };
}
