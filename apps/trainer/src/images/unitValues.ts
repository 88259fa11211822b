import { type BitDepth, bitDepthOf, type CellImage } from "@cellgen/data";
import type { ModelCard, UnitImage } from "@cellgen/pipelines";
import { luminance } from "./luminance.ts";

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
 * Back, three channels become their luminance; one channel moves all three of a colour file alike, so that its hue stays.
 *
 * @param brightest - The largest value of all images of 16 bits that are given together. @default the image's own
 */
export function unitValues(image: CellImage, card: ModelCard, brightest?: number): UnitValues {
  const { width, height, data, channels } = image;
  const { valueRange, channels: inModel } = card;
  const [min, max] = valueRange;
  const depth = bitDepthOf(image);
  const most = brightest ?? data.reduce((most, value) => Math.max(most, value), 0);
  const scale = depth === card.bitDepth ? 1 : fullScale(card.bitDepth, max) / fullScale(depth, most);
  const toUnit = (value: number): number => (2 * (value * scale - min)) / (max - min) - 1;
  const toFile = (value: number): number => (min + ((value + 1) * (max - min)) / 2) / scale;

  const pixels = width * height;
  const values = new Float32Array(pixels * inModel);
  let outside = 0;
  for (let i = 0; i < values.length; i++) {
    const pixel = Math.floor(i / inModel) * channels;
    const value = toUnit(inModel === channels ? data[i]! : luminance(data, pixel, channels));
    if (Math.abs(value) > 1 + 1e-6) outside++;
    values[i] = Math.min(1, Math.max(-1, value));
  }
  return {
    unit: { values, height, width, channels: inModel },
    restore(values) {
      const restored = depth === 16 ? new Uint16Array(data.length) : new Uint8Array(data.length);
      const limit = 2 ** depth - 1;
      for (let i = 0; i < restored.length; i++) {
        const pixel = Math.floor(i / channels);
        const value =
          channels === inModel
            ? toFile(values[i]!)
            : channels === 1
              ? toFile(luminance(values, pixel * inModel, inModel))
              : toFile(values[pixel]!) + data[i]! - luminance(data, pixel * channels, channels);
        restored[i] = Math.min(limit, Math.max(0, Math.round(value)));
      }
      return { width, height, channels, data: restored };
    },
    notes: [
      ...(depth !== card.bitDepth ? [depthNote(depth, card.bitDepth, most, max)] : []),
      ...(channels !== inModel ? [channelNote(channels)] : []),
      ...(outside > CLIPPED * values.length
        ? [
            `${Math.round((100 * outside) / values.length)}% of its values lie outside of ${min} to ${max}, which the model knows, and were cut off`,
          ]
        : []),
    ],
  };
}

function fullScale(depth: BitDepth, brightest: number): number {
  if (depth === 8) return 255;
  return brightest < CAMERA ? CAMERA - 1 : 65535;
}

function depthNote(depth: BitDepth, inModel: BitDepth, brightest: number, modelMax: number): string {
  const [from, to] = [fullScale(depth, brightest), fullScale(inModel, modelMax)];
  return `${depth} bits, the model ${inModel}: 0 to ${from} was taken for 0 to ${to}`;
}

function channelNote(channels: 1 | 3): string {
  return channels === 1
    ? "grey, the model in colour: it saw three equal channels, and their luminance came back"
    : "in colour, the model grey: it saw the luminance, and the hue of the file stayed";
}
