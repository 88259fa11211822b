import { randomStream } from "@cellgen/random";
import type { NoiseNote } from "./imageNote.ts";

/** Conversion between the channels of a noisy image and the fields that a model denoises. */
export interface ChannelLayout {
  /** Noise of the fields relative to the noise of the image. */
  readonly noiseFactor: number;
  split(units: Float32Array, noise: number): Float32Array[];
  join(fields: readonly Float32Array[]): Float64Array;
  readonly notes: readonly NoiseNote[];
}

/** @param size - Height and width. */
export function channelLayout(
  channels: number,
  modelChannels: number,
  [height, width]: readonly [height: number, width: number],
): ChannelLayout {
  if (channels === modelChannels) return sameChannels;
  return modelChannels === 1
    ? separateChannels(channels, height * width)
    : greyInColour(modelChannels, height * width);
}

const sameChannels: ChannelLayout = {
  noiseFactor: 1,
  split: (units) => [units],
  join: ([field]) => Float64Array.from(field!),
  notes: [],
};

/** A grey model denoises each channel of a colour image separately. */
function separateChannels(channels: number, pixels: number): ChannelLayout {
  return {
    noiseFactor: 1,
    split: (units) =>
      Array.from({ length: channels }, (_, c) =>
        Float32Array.from({ length: pixels }, (_, i) => units[i * channels + c]!),
      ),
    join: (fields) =>
      Float64Array.from(
        { length: pixels * channels },
        (_, i) => fields[i % channels]![Math.floor(i / channels)]!,
      ),
    notes: [{ code: "channels-denoised-alone" }],
  };
}

/**
 * A colour model takes equal noise in three channels for signal. Each channel therefore gets different noise that adds up to white noise:
 * `g + sqrt(3) noise (ε - mean ε)`. The mean of the denoised channels is the result.
 */
function greyInColour(channels: number, pixels: number): ChannelLayout {
  const meanOf = (pixel: Float32Array): number => pixel.reduce((sum, value) => sum + value, 0) / channels;
  return {
    noiseFactor: Math.sqrt(channels),
    split(units, noise) {
      const colour = randomStream(0, "initialNoise", 0, 0).fillNormal(new Float32Array(pixels * channels));
      for (let i = 0; i < pixels; i++) {
        const pixel = colour.subarray(i * channels, (i + 1) * channels);
        const mean = meanOf(pixel);
        for (let c = 0; c < channels; c++) {
          pixel[c] = units[i]! + Math.sqrt(channels) * noise * (pixel[c]! - mean);
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
