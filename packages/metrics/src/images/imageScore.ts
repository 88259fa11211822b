import type { Pixels } from "../pixels.ts";
import { psnr } from "./psnr.ts";
import { type SsimOptions, ssim } from "./ssim.ts";
import { WINDOW_SIZE } from "./ssimMap.ts";

/** Similarity of an image to its reference. */
export interface ImageScore {
  /** Decibels; Infinity for identical images. */
  readonly psnr: number;
  /** Undefined for images below 11x11. */
  readonly ssim?: number;
}

/**
 * Compute PSNR and SSIM of an image against its reference.
 *
 * @param image - `[height, width, channels]`.
 * @param reference - Of the same shape and scale.
 * @throws As {@link psnr} and {@link ssim}.
 */
export function imageScore(image: Pixels, reference: Pixels, options: SsimOptions): ImageScore {
  const decibels = psnr(image, reference, options.dataRange);
  if (Math.min(options.height, options.width) < WINDOW_SIZE) return { psnr: decibels };
  return { psnr: decibels, ssim: ssim(image, reference, options) };
}

/** Average scores, SSIM over those that have one. */
export function meanScore(scores: readonly ImageScore[]): ImageScore {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const similar = scores.flatMap(({ ssim }) => ssim ?? []);
  return {
    psnr: mean(scores.map(({ psnr }) => psnr)),
    ...(similar.length > 0 ? { ssim: mean(similar) } : {}),
  };
}
