import { estimateNoise, type FilterImage } from "@cellgen/filters";
import type { CellImage } from "../images/cellImage.ts";
import { fullScale } from "../images/fullScale.ts";
import { integerLimits, newPixels, pixelTypeOf } from "../images/pixelType.ts";
import type { UnitImage } from "../images/unitImage.ts";
import type { ValueRange } from "../images/valueRange.ts";
import { measureRanges, type SetRange } from "../ranges/setRange.ts";
import { channelLayout } from "./channelLayout.ts";
import { limiterOf } from "./encodeImage.ts";
import { fileScale, kindOfImage } from "./fileScale.ts";
import { type ImageNoise, noiseOnScale } from "./imageNoise.ts";
import type { FitNote, NoiseNote, NoiseWarning } from "./imageNote.ts";
import { noiseWarnings, sizeNotes, unitNotes } from "./noiseNotes.ts";
import type { ImageFormat } from "./pixelScale.ts";
import { type VarianceStabilization, varianceStabilization } from "./varianceStabilization.ts";

/** Noisy image, prepared for a model and for filters. */
export interface NoisyImage {
  /** Fields that the model denoises, one at a time. Values beyond [-1, 1] are kept; clamping would bias the noise. */
  readonly fields: readonly UnitImage[];
  /** Standard deviation of the noise in the noisiest field; 0 if none was found. */
  readonly noise: number;
  /** Standard deviation of the noise in each field. */
  readonly fieldNoise: readonly number[];
  /**
   * Field values of black and white, where the file clips the noise. Undefined if the fields contain added noise, the channels differ in them, or
   * the file holds floating-point numbers.
   */
  readonly limits: readonly [min: number, max: number] | undefined;
  /** Share of the values that are black or white. */
  readonly clippedShare: number;
  /** Input for a filter: the image on its stabilized scale, with one channel if it is gray. */
  readonly stabilized: FilterImage<Float64Array>;
  /** Standard deviation of the noise in `stabilized`. */
  readonly sigma: number;
  readonly scale: VarianceStabilization;
  /** Gray level of white; the maximum of the images that are processed together for floating-point numbers. */
  readonly white: number;
  /** Convert values of `stabilized` to an image of the file's size, pixel type and channels. */
  fromStabilized(values: Float64Array): CellImage;
  /** Convert values of the fields to an image of the file's size, pixel type and channels. */
  fromFields(values: readonly Float32Array[]): CellImage;
  /** Convert standard deviations of the fields around `values` to gray levels: `[height, width, channels of stabilized]`. */
  deviations(values: readonly Float32Array[], deviations: readonly Float32Array[]): Float64Array;
  /** Mismatches between the given noise and the image. */
  readonly warnings: readonly NoiseWarning[];
  readonly notes: readonly (NoiseNote | FitNote)[];
}

/** Additional information about a noisy image. */
export interface NoisyImageOptions {
  /** Measured ranges of all files that are processed together, see `measureRanges`. @default those of the image */
  readonly inputs?: readonly SetRange[] | undefined;
  /** Side of the files from which the model's training images were scaled. */
  readonly sourceSide?: number;
}

/** Converts parts of one noisy image with the noise, ranges and channels of the whole image. */
export type NoisyParts = (part: CellImage) => NoisyImage;

/**
 * Convert a noisy image to a scale with constant noise variance, and that scale to the model's:
 * `unit = 2 (stabilized - min) / (max - min) - 1`, with the range of each channel.
 *
 * A gray model denoises each channel of a color file separately; for a color model, each channel of a gray image gets different noise.
 * Channels whose noise differs on the model's scale are denoised one at a time.
 */
export function noisyImage(
  image: CellImage,
  format: ImageFormat,
  noise: ImageNoise,
  options: NoisyImageOptions = {},
): NoisyImage {
  return noisyParts(image, format, noise, options)(image);
}

/**
 * Return the conversion of parts of an image that is too large for memory.
 *
 * @param sample - Image with the pixels of the whole image, or a sample of them: the noise is estimated from it.
 */
export function noisyParts(
  sample: CellImage,
  format: ImageFormat,
  noise: ImageNoise,
  { inputs = measureRanges([sample]), sourceSide }: NoisyImageOptions = {},
): NoisyParts {
  const type = pixelTypeOf(sample.data);
  const white = fullScale(type, brightestOfType(inputs, type) ?? 1);
  const { maps, notes: scaleNotes } = fileScale(kindOfImage(sample), format, inputs, { matchUnits: true });
  const channels = isGrey(sample) ? 1 : sample.channels;
  const scale = varianceStabilization(
    noise,
    format,
    Array.from({ length: channels }, (_, channel) => {
      const modelChannel = channels === format.channels ? channel : 0;
      return { modelChannel, map: maps[modelChannel]! };
    }),
  );
  const stabilizedPixels = ({
    width,
    height,
    channels: stored,
    data,
  }: CellImage): FilterImage<Float64Array> => {
    const stride = stored / channels;
    const pixels = Float64Array.from({ length: width * height * channels }, (_, i) =>
      finite(data[i * stride]!),
    );
    return { values: scale.to(pixels), height, width, channels };
  };
  const stabilizedSample = stabilizedPixels(sample);
  const isOneRange = scale.ranges.every((range) => `${range}` === `${scale.ranges[0]}`);
  const sigmas = channelNoise(noise, stabilizedSample, isOneRange);
  const sigma = isOneRange ? sigmas[0]! : rootMeanSquare(sigmas);
  const unitOf = (stabilized: number, channel: number): number => {
    const [min, max] = scale.ranges[channel]!;
    return (2 * (stabilized - min)) / (max - min) - 1;
  };
  const stabilizedOf = (units: Float64Array): Float64Array =>
    units.map((unit, i) => {
      const [min, max] = scale.ranges[i % channels]!;
      return min + ((unit + 1) * (max - min)) / 2;
    });
  const fileLimits = integerLimits(type);
  const limits = fileLimits && clippingLimits(scale, [fileLimits[0], white], unitOf);
  // Estimate of the noise if it was given; unreliable below 16x16 pixels.
  const seen =
    noise.kind === "auto" || Math.min(sample.height, sample.width) < 16 || !isOneRange
      ? undefined
      : estimateNoise(stabilizedSample);

  return (image) => {
    const { width, height } = image;
    // Color elsewhere than in the sample must not be lost.
    if (image !== sample && image.channels > channels && !isGrey(image))
      return noisyImage(image, format, noise, {
        inputs,
        ...(sourceSide === undefined ? {} : { sourceSide }),
      });
    const stabilized = image === sample ? stabilizedSample : stabilizedPixels(image);
    const layout = channelLayout({
      channels,
      modelChannels: format.channels,
      height,
      width,
      noise: sigmas.map((sigma, channel) => {
        const [min, max] = scale.ranges[channel]!;
        return (2 * sigma) / (max - min);
      }),
    });
    const units = Float32Array.from(stabilized.values, (value, i) => unitOf(value, i % channels));
    const fromStabilized = (values: Float64Array): CellImage =>
      imageLike(image, scale.back(values), channels);
    return {
      fields: layout.split(units).map((values) => ({ values, height, width, channels: format.channels })),
      noise: Math.max(...layout.fieldNoise),
      fieldNoise: layout.fieldNoise,
      limits: layout.isPlain && isOneRange ? limits?.[0] : undefined,
      clippedShare: limits ? clippedShare(units, limits) : 0,
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
        ...scaleNotes.filter(({ code }) => code !== "pixel-type"),
        ...scale.notes.map((note) => withModelType(note, scaleNotes)),
        ...layout.notes,
        ...(seen === undefined ? [] : unitNotes(noise, seen, white)),
        ...sizeNotes(image, format, sourceSide),
      ],
    };
  };
}

/** Add the model's pixel type to a note on other noise if the file was mapped by percentiles, which changes the noise. */
function withModelType(note: NoiseNote, scaleNotes: readonly FitNote[]): NoiseNote {
  const mapped = scaleNotes.find(({ code }) => code === "pixel-type-by-range");
  if (note.code !== "other-photon-noise" || mapped?.code !== "pixel-type-by-range") return note;
  return { ...note, modelPixelType: mapped.modelPixelType };
}

/** Return the noise of each channel; that of all channels together if they share a range. */
function channelNoise(noise: ImageNoise, image: FilterImage<Float64Array>, isOneRange: boolean): number[] {
  const { values, channels } = image;
  if (isOneRange) return new Array<number>(channels).fill(noiseOnScale(noise, image));
  return Array.from({ length: channels }, (_, channel) => {
    const plane = Float64Array.from(
      { length: values.length / channels },
      (_, i) => values[i * channels + channel]!,
    );
    return noiseOnScale(noise, { ...image, values: plane, channels: 1 });
  });
}

function clippingLimits(
  scale: VarianceStabilization,
  ends: ValueRange,
  unitOf: (stabilized: number, channel: number) => number,
): ValueRange[] {
  const channels = scale.ranges.length;
  const [low, high] = ends.map((end) => scale.to(new Float64Array(channels).fill(end)));
  return Array.from({ length: channels }, (_, channel) => [
    Math.fround(unitOf(low![channel]!, channel)),
    Math.fround(unitOf(high![channel]!, channel)),
  ]);
}

function clippedShare(units: Float32Array, limits: readonly ValueRange[]): number {
  let clipped = 0;
  for (let i = 0; i < units.length; i++) {
    const [low, high] = limits[i % limits.length]!;
    if (units[i]! <= low || units[i]! >= high) clipped++;
  }
  return clipped / units.length;
}

function brightestOfType(inputs: readonly SetRange[], type: SetRange["pixelType"]): number | undefined {
  const ofType = inputs.filter(({ pixelType }) => pixelType === type);
  return ofType.length === 0 ? undefined : Math.max(...ofType.map(({ max }) => max));
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
}

function isGrey({ channels, channelNames, data }: CellImage): boolean {
  if (channels === 1) return true;
  if (channels !== 3 || channelNames) return false;
  for (let i = 0; i < data.length; i += 3) {
    if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return false;
  }
  return true;
}

/** Convert gray levels of one or all channels to an image of the file's type. */
function imageLike(image: CellImage, pixels: Float64Array, given: number): CellImage {
  const { channels, data } = image;
  const type = pixelTypeOf(data);
  const limited = limiterOf(type);
  const restored = newPixels(type, data.length);
  for (let i = 0; i < restored.length; i++) {
    restored[i] = limited(pixels[given === channels ? i : Math.floor(i / channels)]!);
  }
  return { ...image, data: restored };
}
