import { type BitDepth, bitDepthOf, type CellImage, luminance } from "@cellgen/data";
import { generalizedAnscombe, undoGeneralizedAnscombe } from "@cellgen/filters";
import type { ModelCard, UnitImage } from "@cellgen/pipelines";
import { brightest } from "./brightest.ts";

export interface UnitValues {
  /** The image in the model's range and channels, in its own size. */
  readonly unit: UnitImage;
  /** Values of the same size and channels as `unit`, as pixels of the file's depth and channels. */
  restore(values: Float32Array): CellImage;
  /** What the reader should know of the change, in words. */
  readonly notes: readonly string[];
}

/** Files of 16 bits whose values all lie below hold those of a camera with 12 bits. */
const CAMERA = 4096;

/** More of the pixels than this outside of the model's range are worth a word. */
const CLIPPED = 0.01;

/**
 * An image of any depth and colour in the range and channels that a model works in.
 *
 * `unit = 2 (v s - min) / (max - min) - 1`, clamped to [-1, 1], with `s` the full scale of the model's files over that of the image's:
 * 255 for 8 bits, 65535 for 16 or, where no value reaches 4096, a camera's 4095. Grey becomes three equal channels, colour its luminance.
 *
 * A model of stabilised values gets their generalised Anscombe transform, and what it gives is transformed back.
 *
 * Back, three channels become their luminance; one channel moves all three of a colour file alike, so that its hue stays.
 *
 * @param brightestOfAll - The largest value of all images of 16 bits that are given together. @default the image's own
 */
export function unitValues(image: CellImage, card: ModelCard, brightestOfAll?: number): UnitValues {
  const { width, height, data, channels } = image;
  const inModel = card.channels;
  const max = toPixels(Float32Array.of(1), card)[0]!;
  const depth = bitDepthOf(image);
  const most = brightestOfAll ?? brightest(data);
  const scale = depth === card.bitDepth ? 1 : fullScale(card.bitDepth, max) / fullScale(depth, most);
  const values = new Float32Array(width * height * inModel);
  for (let i = 0; i < values.length; i++) {
    const pixel = Math.floor(i / inModel) * channels;
    values[i] = scale * (inModel === channels ? data[i]! : luminance(data, pixel, channels));
  }
  const { unit, outside } = toUnit(values, card);
  return {
    unit: { values: unit, height, width, channels: inModel },
    restore(values) {
      const pixels = toPixels(values, card);
      const restored = depth === 16 ? new Uint16Array(data.length) : new Uint8Array(data.length);
      const limit = 2 ** depth - 1;
      for (let i = 0; i < restored.length; i++) {
        const pixel = Math.floor(i / channels);
        const value =
          channels === inModel
            ? pixels[i]! / scale
            : channels === 1
              ? luminance(pixels, pixel * inModel, inModel) / scale
              : pixels[pixel]! / scale + data[i]! - luminance(data, pixel * channels, channels);
        restored[i] = Math.min(limit, Math.max(0, Math.round(value)));
      }
      return { width, height, channels, data: restored };
    },
    notes: [
      ...(depth !== card.bitDepth ? [depthNote(depth, card.bitDepth, most, max)] : []),
      ...(channels !== inModel ? [channelNote(channels)] : []),
      ...(outside > CLIPPED * values.length
        ? [
            `darker or brighter than what the model knows in ${Math.round((100 * outside) / values.length)}% of the values, which were cut off`,
          ]
        : []),
    ],
  };
}

/** Pixel values of the training files' scale to [-1, 1], and how many of them had to be cut off for it. */
function toUnit(
  pixels: Float32Array,
  { valueRange: [min, max], stabilisation }: ModelCard,
): { readonly unit: Float32Array; readonly outside: number } {
  const values = stabilisation ? generalizedAnscombe(pixels, stabilisation) : pixels;
  let outside = 0;
  const unit = values.map((pixel) => {
    const value = (2 * (pixel - min)) / (max - min) - 1;
    if (Math.abs(value) > 1 + 1e-6) outside++;
    return Math.min(1, Math.max(-1, value));
  });
  return { unit, outside };
}

/** Values in [-1, 1] to pixel values of the training files' scale, not rounded: the inverse of `toUnit`. */
function toPixels(values: Float32Array, { valueRange: [min, max], stabilisation }: ModelCard): Float32Array {
  const pixels = values.map((value) => min + ((Math.min(1, Math.max(-1, value)) + 1) * (max - min)) / 2);
  return stabilisation ? undoGeneralizedAnscombe(pixels, stabilisation) : pixels;
}

/** The value of white in files of a depth, where none is brighter than `most`. */
export function fullScale(depth: BitDepth, most: number): number {
  if (depth === 8) return 255;
  return most < CAMERA ? CAMERA - 1 : 65535;
}

function depthNote(depth: BitDepth, inModel: BitDepth, brightest: number, modelMax: number): string {
  const [from, to] = [fullScale(depth, brightest), fullScale(inModel, modelMax)];
  return `of ${depth} bits, the model of ${inModel}: 0 to ${from} was taken for 0 to ${to}`;
}

function channelNote(channels: 1 | 3): string {
  return channels === 1
    ? "grey, the model in colour: it saw three equal channels, and their luminance came back"
    : "in colour, the model grey: it saw the luminance, and the hue of the file stayed";
}
