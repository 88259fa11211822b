import { generalizedAnscombe, inverseGeneralizedAnscombe, type PhotonNoise } from "@cellgen/filters";
import type { ValueRange } from "../images/valueRange.ts";
import type { PixelMap } from "./fileScale.ts";
import type { ImageNoise } from "./imageNoise.ts";
import type { NoiseNote } from "./imageNote.ts";
import { type PixelScale, pixelRanges } from "./pixelScale.ts";

/** Scale with constant noise variance: gray levels, or their generalized Anscombe transform for photon noise. */
export interface VarianceStabilization {
  /** Convert interleaved channels. */
  to(pixels: Float64Array): Float64Array;
  /** Convert a denoised image back: return the gray levels that have these means on the scale. */
  back(values: Float64Array): Float64Array;
  /** Values of the scale that map to -1 and 1 in the model, for each channel. */
  readonly ranges: readonly ValueRange[];
  /** Photon noise of the scale, of the first channel; undefined for gray levels. */
  readonly photon: Required<PhotonNoise> | undefined;
  readonly notes: readonly NoiseNote[];
}

/**
 * Return the variance-stabilizing scale for a noise specification and a model, in gray levels of a file.
 *
 * With `auto`, a stabilized model uses the noise of its training.
 *
 * @param channels - For each channel of the image, the channel of the model and the map from the file's gray levels to the training files'.
 */
export function varianceStabilization(
  noise: ImageNoise,
  model: PixelScale,
  channels: readonly { readonly modelChannel: number; readonly map: PixelMap }[],
): VarianceStabilization {
  const modelRanges = pixelRanges(model);
  const ranges = channels.map(({ modelChannel, map }): ValueRange => {
    const [min, max] = modelRanges[modelChannel]!;
    return [(min - map.offset) / map.gain, (max - map.offset) / map.gain];
  });
  const ofModel = channels.map(({ map }) => modelNoise(model, map));
  const photons =
    noise.kind === "photon" ? channels.map(() => noise.photon) : noise.kind === "auto" ? ofModel : [];
  const [photon] = photons;
  if (!photon) {
    return {
      to: (pixels) => pixels,
      back: (values) => values,
      ranges,
      photon,
      notes: model.stabilisation ? [{ code: "white-noise-in-stabilised-model" }] : [],
    };
  }
  const inChannels = (convert: typeof generalizedAnscombe) => (values: Float64Array) =>
    eachChannel(values, photons.length, (plane, channel) => convert(plane, photons[channel] ?? photon));
  return {
    to: inChannels(generalizedAnscombe),
    back: inChannels(inverseGeneralizedAnscombe),
    ranges: ranges.map((range, channel) => {
      const [low, high] = generalizedAnscombe(Float64Array.from(range), photons[channel] ?? photon);
      return [low!, high!];
    }),
    photon,
    notes: stabilizationNotes(photon, ofModel[0]),
  };
}

/** Convert each of the interleaved channels. */
function eachChannel(
  values: Float64Array,
  channels: number,
  convert: (plane: Float64Array, channel: number) => Float64Array,
): Float64Array {
  const out = new Float64Array(values.length);
  for (let channel = 0; channel < channels; channel++) {
    const plane = Float64Array.from(
      { length: values.length / channels },
      (_, i) => values[i * channels + channel]!,
    );
    convert(plane, channel).forEach((value, i) => {
      out[i * channels + channel] = value;
    });
  }
  return out;
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

/** Return the noise for which a model was stabilized, in an image's gray levels. */
function modelNoise(
  { stabilisation }: PixelScale,
  { gain: factor, offset: shift }: PixelMap,
): Required<PhotonNoise> | undefined {
  if (!stabilisation) return undefined;
  const { gain, offset, read } = stabilisation;
  return { gain: gain / factor, offset: (offset - shift) / factor, read: read / factor };
}
