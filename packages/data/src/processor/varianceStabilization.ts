import { generalizedAnscombe, inverseGeneralizedAnscombe, type PhotonNoise } from "@cellgen/filters";
import type { BitDepth } from "../images/cellImage.ts";
import type { ImageNoise } from "./imageNoise.ts";
import type { NoiseNote } from "./imageNote.ts";
import { fileFactor, type PixelScale, pixelRange } from "./pixelScale.ts";

/** Scale with constant noise variance: grey levels, or their generalised Anscombe transform for photon noise. */
export interface VarianceStabilization {
  to(pixels: Float64Array): Float64Array;
  /** Convert a denoised image back: return the grey levels that have these means on the scale. */
  back(values: Float64Array): Float64Array;
  /** Values of the scale that map to -1 and 1 in the model. */
  readonly range: readonly [min: number, max: number];
  /** Photon noise of the scale; undefined for grey levels. */
  readonly photon: Required<PhotonNoise> | undefined;
  readonly notes: readonly NoiseNote[];
}

/** Bit depth and white value of an image file. */
export interface FileScale {
  readonly bitDepth: BitDepth;
  readonly white: number;
}

/**
 * Return the variance-stabilizing scale for a noise specification and a model, in grey levels of a file.
 *
 * With `auto`, a stabilised model uses the noise of its training.
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

/** Minimum relative difference between two noise models: the network was then trained on another scale. */
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

/** Return the noise for which a model was stabilised, in an image's grey levels. */
function modelNoise({ stabilisation }: PixelScale, factor: number): Required<PhotonNoise> | undefined {
  if (!stabilisation) return undefined;
  const { gain, offset, read } = stabilisation;
  return { gain: gain / factor, offset: offset / factor, read: read / factor };
}
