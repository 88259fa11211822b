import type { BitDepth, CellImage } from "@cellgen/data";
import {
  estimateNoise,
  generalizedAnscombe,
  inverseGeneralizedAnscombe,
  type PhotonNoise,
  photonNoiseText,
  undoGeneralizedAnscombe,
} from "@cellgen/filters";
import type { ModelCard } from "@cellgen/pipelines";
import { fullScale } from "../../images/unitValues.ts";
import type { InputFile } from "../../input/readInputs.ts";
import { UnfitImageError } from "../../input/unfitImageError.ts";
import type { NoiseSetting } from "../../options/noiseSetting.ts";
import { shownPath } from "../../terminal/describe.ts";
import { UsageError } from "../../terminal/usageError.ts";

/** A scale on which noise is equally strong everywhere: grey levels, or for photon noise their generalised Anscombe transform. */
export interface EvenScale {
  to(pixels: Float64Array): Float64Array;
  /** Of a denoised image: the grey levels that have these means on the scale. */
  back(values: Float64Array): Float64Array;
  /** Values of the scale that the model knows as -1 and 1. */
  readonly range: readonly [min: number, max: number];
  /** The photon noise that the scale is for. */
  readonly photon: Required<PhotonNoise> | undefined;
  readonly notes: readonly string[];
}

/** The depth of an image's file, and the grey level of white in it. */
export interface FileScale {
  readonly depth: BitDepth;
  readonly full: number;
}

/** The scale for a noise and a model. A stabilised model with `auto` gets the noise that it was trained for. */
export function evenScale(noise: NoiseSetting, card: ModelCard, file: FileScale): EvenScale {
  const times = depthScale(card, file);
  const [black, white] = modelPixels(card).map((pixel) => pixel / times) as [number, number];
  const photon =
    noise.kind === "photon" ? noise.photon : noise.kind === "auto" ? ownNoise(card, times) : undefined;
  if (!photon) {
    return {
      to: (pixels) => pixels,
      back: (values) => values,
      range: [black, white],
      photon,
      notes: card.stabilisation
        ? [
            "of plain values, the model of stabilised ones: with --noise gain=…,offset=…,read=… it does better",
          ]
        : [],
    };
  }
  const [min, max] = generalizedAnscombe(Float64Array.of(black, white), photon);
  return {
    to: (pixels) => generalizedAnscombe(pixels, photon),
    back: (values) => inverseGeneralizedAnscombe(values, photon),
    range: [min!, max!],
    photon,
    notes: stabilisationNotes(photon, ownNoise(card, times)),
  };
}

/**
 * Refuses noise that is more than the whole range of an image: it was meant in other units.
 *
 * @param brightest - The largest value of all 16-bit images that are given together.
 * @throws UsageError with the file and its range.
 */
export function refuseStrongNoise(
  noise: NoiseSetting,
  card: ModelCard,
  { path, bitDepth }: Pick<InputFile, "path" | "bitDepth">,
  brightest: number,
): void {
  if (noise.kind === "auto") return;
  const full = fullScale(bitDepth, brightest);
  const { range } = evenScale(noise, card, { depth: bitDepth, full });
  if ((noise.kind === "white" ? noise.sigma : 1) <= range[1] - range[0]) return;
  throw new UsageError(
    noise.kind === "white"
      ? `--noise ${noise.sigma} is more than the whole range of ${shownPath(path)}, whose white is ${full}. Give it in grey levels of the file.`
      : `--noise: a gain of ${noise.photon.gain} leaves nothing of ${shownPath(path)}, whose white is ${full}. Give gain, offset and read in grey levels of the file.`,
  );
}

/** The shorter side of the smallest image whose noise can be estimated. */
const ESTIMABLE = 3;

/**
 * Refuses images too small to estimate their noise.
 *
 * @throws UnfitImageError with the file and its size.
 */
export function refuseTooSmall(
  noise: NoiseSetting,
  { path, width, height }: Pick<InputFile, "path" | "width" | "height">,
): void {
  if (noise.kind !== "auto" || Math.min(width, height) >= ESTIMABLE) return;
  throw new UnfitImageError(
    `${shownPath(path)} is ${width}x${height}, too small to estimate its noise. Give the noise as --noise, or images of at least ${ESTIMABLE}x${ESTIMABLE}.`,
  );
}

/** The standard deviation of an image's noise on its scale: given, 1 after stabilisation, or estimated from the image. */
export function noiseOnScale(
  noise: NoiseSetting,
  values: Float64Array,
  { height, width }: Pick<CellImage, "height" | "width">,
): number {
  if (noise.kind === "white") return noise.sigma;
  if (noise.kind === "photon") return 1;
  return estimateNoise({ values, height, width, channels: values.length / (height * width) });
}

/** By how much pixel values of the model's files are larger than those of an image. */
function depthScale(card: ModelCard, { depth, full }: FileScale): number {
  return depth === card.bitDepth ? 1 : fullScale(card.bitDepth, modelPixels(card)[1]) / full;
}

/** The training files' pixel values that became -1 and 1. */
function modelPixels({ valueRange, stabilisation }: ModelCard): readonly [number, number] {
  if (!stabilisation) return valueRange;
  const [min, max] = undoGeneralizedAnscombe(Float64Array.from(valueRange), stabilisation);
  return [min!, max!];
}

/** Numbers of one noise that differ by more than this are another noise: the network learnt images on another scale. */
const SAME = 0.05;

/** Where a model was not stabilised for the noise, in words. */
function stabilisationNotes(given: Required<PhotonNoise>, own: Required<PhotonNoise> | undefined): string[] {
  if (!own) return ["stabilised for photon noise, the model not: one trained with --stabilise does better"];
  const differs = (["gain", "offset", "read"] as const).some(
    (name) => Math.abs(given[name] - own[name]) > SAME * Math.max(Math.abs(given[name]), Math.abs(own[name])),
  );
  if (!differs) return [];
  const [ofImage, ofModel] = [given, own].map(({ gain, offset, read }) =>
    photonNoiseText({ gain: rounded(gain), offset: rounded(offset), read: rounded(read) }),
  );
  return [
    `stabilised for ${ofImage}, the model trained for ${ofModel} in these files' grey levels: one trained with the same does better`,
  ];
}

const rounded = (value: number): number => Number(value.toPrecision(3));

/** The noise that a model was stabilised for, in an image's grey levels. */
function ownNoise({ stabilisation }: ModelCard, times: number): Required<PhotonNoise> | undefined {
  if (!stabilisation) return undefined;
  const { gain, offset, read } = stabilisation;
  return { gain: gain / times, offset: offset / times, read: read / times };
}
