import { bitDepthOf, type CellImage } from "@cellgen/data";
import { estimateNoise, type FilterImage } from "@cellgen/filters";
import type { ModelCard, UnitImage } from "@cellgen/pipelines";
import { seededNoise } from "@cellgen/samplers";
import { fullScale } from "../../images/unitValues.ts";
import type { NoiseSetting } from "../../options/noiseSetting.ts";
import { type EvenScale, evenScale, type FileScale, noiseOnScale } from "./varianceStabilization.ts";

/** An image with noise, as a model and as a filter see it. */
export interface NoisyImage {
  /** What the model denoises, one after the other; values beyond [-1, 1] are noise's. */
  readonly fields: readonly UnitImage[];
  /** Of the fields; 0 where none was found. */
  readonly noise: number;
  /** Of the fields: the values of black and white, at which the file has cut noise off. None where the fields are not the file's values alone. */
  readonly limits: readonly [min: number, max: number] | undefined;
  /** The share of the values that are black or white. */
  readonly cutOff: number;
  /** What a filter denoises: the image on its scale, of one channel if it is grey. */
  readonly even: FilterImage<Float64Array>;
  /** Standard deviation of the noise in `even`. */
  readonly sigma: number;
  readonly scale: EvenScale;
  /** The grey level of white. */
  readonly full: number;
  /** An image of the file's own size, depth and channels, from what was made of `even`. */
  fromEven(values: Float64Array): CellImage;
  /** The same from what was made of the fields. */
  fromFields(values: readonly Float32Array[]): CellImage;
  /** Standard deviations in grey levels, `[height, width, channels of even]`, from those of the fields around their values. */
  deviations(values: readonly Float32Array[], deviations: readonly Float32Array[]): Float64Array;
  /** Where the noise does not look like the stated one, a sentence. */
  readonly doubts: readonly string[];
  /** What the reader should know, in words. */
  readonly notes: readonly string[];
}

/**
 * Puts an image on a scale where its noise is even, and that to where the model's -1 and 1 are: `unit = 2 (e - min) / (max - min) - 1`.
 *
 * A grey model denoises each channel of a colour file alone. A colour model would not take the same noise in three channels for noise; a grey
 * image g gets different noise in each instead, `g + sqrt(3) noise (ε - mean ε)`, which with its own makes white noise of `sqrt(3) noise`:
 * all that is known of a grey image, and nothing that is not. The mean of the channels comes back.
 *
 * @param brightest - The largest value of all 16-bit images that are given together.
 */
export function noisyImage(
  image: CellImage,
  card: ModelCard,
  noise: NoiseSetting,
  brightest: number,
): NoisyImage {
  const { width, height, data } = image;
  const depth = bitDepthOf(image);
  const full = fullScale(depth, brightest);
  const scale = evenScale(noise, card, { depth, full });
  const channels = isGrey(image) ? 1 : 3;
  const stride = image.channels / channels;
  const pixels = Float64Array.from({ length: width * height * channels }, (_, i) => data[i * stride]!);
  const even = { values: scale.to(pixels), height, width, channels };
  const sigma = noiseOnScale(noise, even.values, image);
  const [min, max] = scale.range;
  const unitsOf = (even: number): number => (2 * (even - min)) / (max - min) - 1;
  const layout = layoutOf(channels, card.channels, height, width);
  const units = Float32Array.from(even.values, unitsOf);
  const noiseOfUnits = (2 * sigma) / (max - min);
  const [black, white] = Float32Array.from(scale.to(Float64Array.of(0, full)), unitsOf);
  const limits = [black!, white!] as const;
  // What the noise of an image looks like, where it is stated: rough for less than 16x16 pixels.
  const seen = noise.kind === "auto" || Math.min(height, width) < 16 ? undefined : estimateNoise(even);
  const isCutOff = (unit: number): boolean => unit <= black! || unit >= white!;

  const fromEven = (values: Float64Array): CellImage => toFile(scale.back(values), image, channels);
  const evenOf = (units: Float64Array): Float64Array =>
    units.map((unit) => min + ((unit + 1) * (max - min)) / 2);
  return {
    fields: layout
      .split(units, noiseOfUnits)
      .map((values) => ({ values, height, width, channels: card.channels })),
    noise: layout.noiseFactor * noiseOfUnits,
    limits: layout.noiseFactor === 1 ? limits : undefined,
    cutOff: units.filter((unit) => isCutOff(unit)).length / units.length,
    even,
    sigma,
    scale,
    full,
    fromEven,
    fromFields: (values) => fromEven(evenOf(layout.join(values))),
    deviations(values, deviations) {
      const middle = layout.join(values);
      const spread = layout.join(deviations);
      const at = (sign: number) => scale.back(evenOf(middle.map((value, i) => value + sign * spread[i]!)));
      const [below, above] = [at(-1), at(1)];
      return above.map((value, i) => (value - below[i]!) / 2);
    },
    doubts: seen === undefined ? [] : noiseDoubts(seen, sigma),
    notes: [
      ...scale.notes,
      ...layout.notes,
      ...(seen === undefined ? [] : unitNotes(noise, seen, { depth, full })),
      ...sizeNotes(image, card),
    ],
  };
}

/** Where noise looks so many times as strong as stated, that is worth a word: the estimate alone is off by up to a fifth. */
const LOOKS = { strong: 1.5, weak: 0.65 };

/** Whether the stated noise is what it looks like, in words. */
function noiseDoubts(seen: number, sigma: number): string[] {
  const ratio = seen / sigma;
  if (ratio < LOOKS.strong && ratio > LOOKS.weak) return [];
  return [
    `The noise looks ${ratio.toFixed(2)} times as strong as stated: ${ratio > 1 ? "unless the image has fine texture, some of the noise is still there" : "fine detail may have been taken for noise"}. Compare with --noise auto.`,
  ];
}

/** Noise that looks so many times as strong in a file of 16 bits was stated in grey levels of 8 bits, where white is at least 16 times less. */
const OTHER_UNITS = 8;

/** Whether noise seems to be stated in another file's grey levels, in words. */
function unitNotes(noise: NoiseSetting, seen: number, { depth, full }: FileScale): string[] {
  if (noise.kind !== "white" || depth !== 16 || seen < OTHER_UNITS * noise.sigma) return [];
  return [
    `of 16 bits with white at ${full}, where noise of ${noise.sigma} is hardly any: what is ${noise.sigma} of 255 is ${Math.round((noise.sigma * full) / 255)} there`,
  ];
}

/** Images scaled by less than this, either way, are at the scale of their files. */
const SAME_SCALE = 1.1;

/** Whether the model has learnt cells of another size than these files are likely to have, in words. */
function sizeNotes({ width, height }: CellImage, card: ModelCard): string[] {
  const side = card.training["sourceSide"];
  if (typeof side !== "number" || Math.max(width, height) <= Math.max(card.width, card.height)) return [];
  const scale = card.height / side;
  if (scale < SAME_SCALE && scale > 1 / SAME_SCALE) return [];
  return [
    `denoised at the file's own scale, while the model has learnt images that were scaled from ${side} to ${card.height} pixels: what comes from the same microscope should be scaled to ${Number(scale.toPrecision(2))} of its size first`,
  ];
}

/** How channels of an image become fields of a model, and back. */
interface Layout {
  readonly noiseFactor: number;
  split(units: Float32Array, noise: number): Float32Array[];
  join(fields: readonly Float32Array[]): Float64Array;
  readonly notes: readonly string[];
}

function layoutOf(channels: number, inModel: number, height: number, width: number): Layout {
  const pixels = height * width;
  if (channels === inModel) {
    return {
      noiseFactor: 1,
      split: (units) => [units],
      join: ([field]) => Float64Array.from(field!),
      notes: [],
    };
  }
  if (inModel === 1) {
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
      notes: ["in colour, the model grey: each channel was denoised alone"],
    };
  }
  return {
    noiseFactor: Math.sqrt(inModel),
    split(units, noise) {
      const normal = seededNoise(0, [0], [height, width, inModel]).initial();
      const colour = normal.dataSync<"float32">().slice();
      normal.dispose();
      for (let i = 0; i < pixels; i++) {
        const pixel = colour.subarray(i * inModel, (i + 1) * inModel);
        const mean = pixel.reduce((sum, value) => sum + value, 0) / inModel;
        for (let c = 0; c < inModel; c++) {
          pixel[c] = units[i]! + Math.sqrt(inModel) * noise * (pixel[c]! - mean);
        }
      }
      return [colour];
    },
    join: ([field]) =>
      Float64Array.from({ length: pixels }, (_, i) => {
        const pixel = field!.subarray(i * inModel, (i + 1) * inModel);
        return pixel.reduce((sum, value) => sum + value, 0) / inModel;
      }),
    notes: ["grey, the model in colour: it looks for coloured cells, and the mean of its channels came back"],
  };
}

function isGrey({ channels, data }: CellImage): boolean {
  if (channels === 1) return true;
  for (let i = 0; i < data.length; i += 3) {
    if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return false;
  }
  return true;
}

/** Grey levels as an image like the file's. */
function toFile(
  pixels: Float64Array,
  { width, height, channels, data }: CellImage,
  given: number,
): CellImage {
  const limit = data instanceof Uint16Array ? 65535 : 255;
  const restored = data instanceof Uint16Array ? new Uint16Array(data.length) : new Uint8Array(data.length);
  for (let i = 0; i < restored.length; i++) {
    const value = pixels[given === channels ? i : Math.floor(i / channels)]!;
    restored[i] = Math.min(limit, Math.max(0, Math.round(value)));
  }
  return { width, height, channels, data: restored };
}
