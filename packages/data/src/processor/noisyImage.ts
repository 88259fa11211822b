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

/** A noisy image, for a model and for filters. */
export interface NoisyImage {
  /** What the model denoises, one after the other. Values beyond [-1, 1] are kept: cut off, noise would not be centred. */
  readonly fields: readonly UnitImage[];
  /** Standard deviation of the noise in the fields; 0 where none was found. */
  readonly noise: number;
  /** Values of the fields that are black and white, at which the file cut noise off. Undefined where the fields hold added noise. */
  readonly limits: readonly [min: number, max: number] | undefined;
  /** The share of the values that are black or white. */
  readonly clippedShare: number;
  /** What a filter denoises: the image on its scale, of one channel if it is grey. */
  readonly stabilized: FilterImage<Float64Array>;
  /** Standard deviation of the noise in `stabilized`. */
  readonly sigma: number;
  readonly scale: VarianceStabilization;
  /** The grey level of white. */
  readonly white: number;
  /** Turns values of `stabilized` into an image of the file's own size, depth and channels. */
  fromStabilized(values: Float64Array): CellImage;
  /** The same for values of the fields. */
  fromFields(values: readonly Float32Array[]): CellImage;
  /** Standard deviations of the fields around their values, in grey levels: `[height, width, channels of stabilized]`. */
  deviations(values: readonly Float32Array[], deviations: readonly Float32Array[]): Float64Array;
  /** Where the noise does not look like the stated one. */
  readonly warnings: readonly NoiseWarning[];
  readonly notes: readonly NoiseNote[];
}

/** What is known of an image besides its pixels and its noise. */
export interface NoisyImageOptions {
  /** The largest value of all 16-bit images that are given together. @default the image's own */
  readonly brightest?: number;
  /** Side of the files that the model's training images were scaled from. */
  readonly sourceSide?: number;
}

/**
 * Brings a noisy image to a scale where the variance of its noise is constant, and that scale to the model's: `unit = 2 (stabilized - min) / (max - min) - 1`.
 *
 * A grey model denoises each channel of a colour file alone; a colour model gets a grey image with different noise in each channel.
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
  // How strong stated noise looks: a rough estimate below 16x16 pixels.
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

/** Estimates beyond these ratios to the stated noise are worth a warning: an estimate alone is off by up to a fifth. */
const EXPECTED_RATIO = { min: 0.65, max: 1.5 } as const;

function noiseWarnings(seen: number, sigma: number): NoiseWarning[] {
  const ratio = seen / sigma;
  if (ratio < EXPECTED_RATIO.max && ratio > EXPECTED_RATIO.min) return [];
  return [{ code: ratio > 1 ? "noise-stronger-than-stated" : "noise-weaker-than-stated", ratio }];
}

/** From this ratio on, the noise of a 16-bit file was stated in grey levels of 8 bits, where white is at least 16 times less. */
const OTHER_UNITS_RATIO = 8;

function unitNotes(noise: ImageNoise, seen: number, { bitDepth, white }: FileScale): NoiseNote[] {
  if (noise.kind !== "white" || bitDepth !== 16 || seen < OTHER_UNITS_RATIO * noise.sigma) return [];
  const { sigma } = noise;
  return [{ code: "noise-in-other-units", white, sigma, equivalent: Math.round((sigma * white) / 255) }];
}

/** Training images scaled by less than this factor, either way, count as unscaled. */
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

/** Grey levels of 1 or of all channels as an image like the file's. */
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
