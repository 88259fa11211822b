import type { CellImage } from "../images/cellImage.ts";
import type { ImageNoise } from "./imageNoise.ts";
import type { NoiseNote, NoiseWarning } from "./imageNote.ts";
import type { ImageFormat } from "./pixelScale.ts";

/** Estimates outside these ratios to the given noise produce a warning. Estimates can be off by up to a fifth. */
const EXPECTED_RATIO = { min: 0.65, max: 1.5 } as const;

/** Return warnings if the noise that an image seems to have differs from that stated. */
export function noiseWarnings(seen: number, sigma: number): NoiseWarning[] {
  const ratio = seen / sigma;
  if (ratio < EXPECTED_RATIO.max && ratio > EXPECTED_RATIO.min) return [];
  return [{ code: ratio > 1 ? "noise-stronger-than-stated" : "noise-weaker-than-stated", ratio }];
}

/** Minimum ratio at which the noise of a 16-bit file counts as given in 8-bit gray levels, where white is at least 16 times smaller. */
const OTHER_UNITS_RATIO = 8;

/** Return a note if the noise of an image with more than 8 bits was probably stated in gray levels of 8 bits. */
export function unitNotes(noise: ImageNoise, seen: number, white: number): NoiseNote[] {
  if (noise.kind !== "white" || white <= 255 || seen < OTHER_UNITS_RATIO * noise.sigma) return [];
  const { sigma } = noise;
  return [{ code: "noise-in-other-units", white, sigma, equivalent: Math.round((sigma * white) / 255) }];
}

/** Maximum scale factor, in either direction, at which training images count as unscaled. */
const SAME_SCALE = 1.1;

/** Return a note if the training images were scaled, so that cells of a field have another size. */
export function sizeNotes(
  { width, height }: CellImage,
  format: ImageFormat,
  sourceSide?: number,
): NoiseNote[] {
  const isField = Math.max(width, height) > Math.max(format.width, format.height);
  if (sourceSide === undefined || !isField) return [];
  const factor = format.height / sourceSide;
  if (factor < SAME_SCALE && factor > 1 / SAME_SCALE) return [];
  return [{ code: "other-scale", sourceSide, side: format.height }];
}
