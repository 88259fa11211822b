import { generalizedAnscombe, inverseGeneralizedAnscombe, type PhotonNoise } from "@cellgen/filters";
import type { BitDepth } from "../images/cellImage.ts";
import type { ImageNoise } from "./imageNoise.ts";
import type { NoiseNote } from "./imageNote.ts";
import { fileFactor, type PixelScale, pixelRange } from "./pixelScale.ts";

/** Grey levels, or for photon noise their generalised Anscombe transform: a scale on which noise is equally strong everywhere. */
export interface VarianceStabilization {
  to(pixels: Float64Array): Float64Array;
  /** Of a denoised image: the grey levels that have these means on the scale. */
  back(values: Float64Array): Float64Array;
  /** Values of the scale that the model knows as -1 and 1. */
  readonly range: readonly [min: number, max: number];
  /** The photon noise that the scale is for; undefined for grey levels. */
  readonly photon: Required<PhotonNoise> | undefined;
  readonly notes: readonly NoiseNote[];
}

/** The depth of an image's file, and the value of white in it. */
export interface FileScale {
  readonly bitDepth: BitDepth;
  readonly white: number;
}

/**
 * The scale for a noise and a model, in grey levels of a file.
 *
 * With `auto` a stabilised model gets the noise that it was trained for.
 */
export function varianceStabilization(
  noise: ImageNoise,
  model: PixelScale,
  { bitDepth, white }: FileScale,
): VarianceStabilization {
  const factor = fileFactor(model, bitDepth, white);
  const [min, max] = pixelRange(model).map((pixel) => pixel / factor) as [number, number];
  const photon =
    noise.kind === "photon" ? noise.photon : noise.kind === "auto" ? modelNoise(model, factor) : undefined;
  if (!photon) {
    return {
      to: (pixels) => pixels,
      back: (values) => values,
      range: [min, max],
      photon,
      notes: model.stabilisation ? [{ code: "white-noise-in-stabilised-model" }] : [],
    };
  }
  const [low, high] = generalizedAnscombe(Float64Array.of(min, max), photon);
  return {
    to: (pixels) => generalizedAnscombe(pixels, photon),
    back: (values) => inverseGeneralizedAnscombe(values, photon),
    range: [low!, high!],
    photon,
    notes: stabilizationNotes(photon, modelNoise(model, factor)),
  };
}

/** Numbers of one noise that differ by more than this share are another noise: the network was trained on another scale. */
const SAME_NOISE = 0.05;

function stabilizationNotes(
  stated: Required<PhotonNoise>,
  model: Required<PhotonNoise> | undefined,
): NoiseNote[] {
  if (!model) return [{ code: "photon-noise-in-plain-model" }];
  const differs = (["gain", "offset", "read"] as const).some(
    (name) =>
      Math.abs(stated[name] - model[name]) >
      SAME_NOISE * Math.max(Math.abs(stated[name]), Math.abs(model[name])),
  );
  return differs ? [{ code: "other-photon-noise", stated, model }] : [];
}

/** The noise that a model was stabilised for, in an image's grey levels. */
function modelNoise({ stabilisation }: PixelScale, factor: number): Required<PhotonNoise> | undefined {
  if (!stabilisation) return undefined;
  const { gain, offset, read } = stabilisation;
  return { gain: gain / factor, offset: offset / factor, read: read / factor };
}
