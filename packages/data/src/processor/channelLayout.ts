import { filtersForNoise, gaussianFilter } from "@cellgen/filters";
import { randomStream } from "@cellgen/random";
import type { NoiseNote } from "./imageNote.ts";

/** Conversion between the channels of a noisy image and the fields that a model denoises. */
export interface ChannelLayout {
  /** Noise of each field. */
  readonly fieldNoise: readonly number[];
  /** Whether the fields contain only the noise of the image. */
  readonly isPlain: boolean;
  split(units: Float32Array): Float32Array[];
  join(fields: readonly Float32Array[]): Float64Array;
  readonly notes: readonly NoiseNote[];
}

/** Noisy image on a model's scale. */
export interface LayoutInput {
  readonly channels: number;
  readonly modelChannels: number;
  readonly height: number;
  readonly width: number;
  /** Noise of each channel. */
  readonly noise: readonly number[];
}

/** Maximum ratio of the noise of two channels that are denoised together. */
const SAME_NOISE_RATIO = 1.1;

/** Choose how a model denoises an image. */
export function channelLayout(input: LayoutInput): ChannelLayout {
  const { channels, modelChannels, noise } = input;
  const rms = Math.sqrt(noise.reduce((sum, sigma) => sum + sigma ** 2, 0) / noise.length);
  if (channels !== modelChannels) {
    return modelChannels === 1 ? separateChannels(input) : greyInColour(input);
  }
  if (Math.max(...noise) <= SAME_NOISE_RATIO * Math.min(...noise))
    return sameChannels(noise[0] === noise.at(-1) ? noise[0]! : rms);
  return unequalChannels(input);
}

function sameChannels(noise: number): ChannelLayout {
  return {
    fieldNoise: [noise],
    isPlain: true,
    split: (units) => [units],
    join: ([field]) => Float64Array.from(field!),
    notes: [],
  };
}

/** A gray model denoises each channel of an image separately. */
function separateChannels({ channels, height, width, noise }: LayoutInput): ChannelLayout {
  return {
    fieldNoise: noise,
    isPlain: true,
    split: (units) => Array.from({ length: channels }, (_, c) => plane(units, channels, c)),
    join: (fields) =>
      Float64Array.from(
        { length: height * width * channels },
        (_, i) => fields[i % channels]![Math.floor(i / channels)]!,
      ),
    notes: [{ code: "channels-denoised-alone" }],
  };
}

/**
 * A color model takes equal noise in three channels for signal. Each channel therefore gets different noise that adds up to white noise:
 * `g + sqrt(3) noise (ε - mean ε)`. The mean of the denoised channels is the result.
 */
function greyInColour({
  modelChannels: channels,
  height,
  width,
  noise: [noise],
}: LayoutInput): ChannelLayout {
  const pixels = height * width;
  const meanOf = (pixel: Float32Array): number => pixel.reduce((sum, value) => sum + value, 0) / channels;
  return {
    fieldNoise: [Math.sqrt(channels) * noise!],
    isPlain: false,
    split(units) {
      const colour = randomStream(0, "initialNoise", 0, 0).fillNormal(new Float32Array(pixels * channels));
      for (let i = 0; i < pixels; i++) {
        const pixel = colour.subarray(i * channels, (i + 1) * channels);
        const mean = meanOf(pixel);
        for (let c = 0; c < channels; c++) {
          pixel[c] = units[i]! + Math.sqrt(channels) * noise! * (pixel[c]! - mean);
        }
      }
      return [colour];
    },
    join: ([field]) =>
      Float64Array.from({ length: pixels }, (_, i) =>
        meanOf(field!.subarray(i * channels, (i + 1) * channels)),
      ),
    notes: [{ code: "grey-denoised-in-colour" }],
  };
}

/**
 * A model expects equal noise in all channels. Each channel with other noise is therefore denoised in a field of its own, in which all channels
 * have its noise: noise is added to cleaner channels; noisier ones are smoothed first.
 */
function unequalChannels({ channels, height, width, noise }: LayoutInput): ChannelLayout {
  const context = (units: Float32Array, channel: number, sigma: number): Float32Array => {
    const values = plane(units, channels, channel);
    const own = noise[channel]!;
    if (own === sigma) return values;
    const image = { values, height, width, channels: 1 };
    const smooth = own > sigma ? gaussianFilter(image, filtersForNoise(image, own).gaussian).values : values;
    const added = Math.sqrt(sigma ** 2 - Math.min(own > sigma ? 0 : own, sigma) ** 2);
    const normal = randomStream(0, "initialNoise", channel, 0).fillNormal(new Float32Array(values.length));
    return normal.map((value, i) => smooth[i]! + added * value);
  };
  return {
    fieldNoise: noise,
    isPlain: false,
    split: (units) =>
      noise.map((sigma) => {
        const planes = noise.map((_, channel) => context(units, channel, sigma));
        return Float32Array.from(units, (_, i) => planes[i % channels]![Math.floor(i / channels)]!);
      }),
    join: (fields) =>
      Float64Array.from({ length: height * width * channels }, (_, i) => fields[i % channels]![i]!),
    notes: [{ code: "channels-with-other-noise" }],
  };
}

function plane(units: Float32Array, channels: number, channel: number): Float32Array {
  return Float32Array.from({ length: units.length / channels }, (_, i) => units[i * channels + channel]!);
}
