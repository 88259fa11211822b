import type { FilterImage } from "../filterImage.ts";
import { busiestSquare } from "../noise/busiestSquare.ts";
import { gaussianFilter } from "../smoothing/gaussianFilter.ts";
import { monteCarloSure } from "./monteCarloSure.ts";

/** Estimated errors of a denoiser and a Gaussian filter: root mean square errors in standard deviations of the noise. */
export interface GaussianComparison {
  readonly model: number;
  /** Error of the best Gaussian filter for the image. */
  readonly blur: number;
  /** Whether the denoiser is significantly worse than the filter. */
  readonly isWorse: boolean;
}

export interface GaussianBaselineOptions {
  /** Standard deviation of the noise, above 0. */
  readonly sigma: number;
  /** Pixel values at which the file was clipped. @default none */
  readonly limits?: readonly [min: number, max: number];
}

/** Maximum side of the test image in pixels. Of a larger image, the square with the largest variance is tested. */
const MAX_TEST_SIDE = 96;
const BLURS = [0.4, 0.5, 0.6, 0.7, 0.85, 1, 1.25, 1.5, 2, 2.5, 3.5];
/** Minimum distance from black and white, in standard deviations of the noise. Closer pixels are excluded: their noise is clipped. */
const CLIPPING_MARGIN = 2;
/** Minimum number and share of included values. */
const MIN_COUNT = 500;
const MIN_SHARE = 0.3;
/** Minimum excess squared error of the denoiser, as a share of the noise variance, and in standard errors. */
const MIN_EXCESS_ERROR = { share: 0.015, deviations: 2 } as const;
/** Errors within this factor count as equal. */
const MAX_EQUAL_RATIO = 1.15;
/** Smallest error that counts as nonzero, as a share of the noise. */
const MIN_ERROR = 0.1;

/**
 * Compare a denoiser with the best Gaussian filter on one noisy image, without the clean image.
 *
 * Both errors are Monte Carlo estimates of Stein's unbiased risk ({@link monteCarloSure}). A model trained on similar images outperforms a
 * Gaussian filter by several decibels; other models leave noise or invent structure.
 *
 * @param image - An image with white noise.
 * @param denoise - Denoises an image of any size. Called twice, sequentially.
 * @returns Undefined if too many pixels are clipped.
 * @see Stein 1981, Annals of Statistics 9; Ramani, Blu and Unser 2008, IEEE Transactions on Image Processing 17.
 */
export async function compareWithGaussianBaseline(
  image: FilterImage,
  denoise: (image: FilterImage) => Promise<ArrayLike<number>>,
  { sigma, limits }: GaussianBaselineOptions,
): Promise<GaussianComparison | undefined> {
  const square = busiestSquare(image, MAX_TEST_SIDE);
  const [low, high] = limits ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  // Blur 1 detects clipped pixels near edges, blur 2 near spots.
  const levels = [1, 2].map((blur) => gaussianFilter(square, { blur }).values);
  const isClear = (i: number): boolean =>
    square.values[i]! > low &&
    square.values[i]! < high &&
    levels.every(
      (level) => level[i]! > low + CLIPPING_MARGIN * sigma && level[i]! < high - CLIPPING_MARGIN * sigma,
    );
  let count = 0;
  for (let i = 0; i < square.values.length; i++) if (isClear(i)) count++;
  if (count < Math.max(MIN_COUNT, MIN_SHARE * square.values.length)) return undefined;

  const { disturbed, risk } = monteCarloSure(square, sigma, isClear);
  const ofModel = risk(await denoise(square), await denoise(disturbed));
  const blurred = BLURS.map((blur) =>
    risk(gaussianFilter(square, { blur }).values, gaussianFilter(disturbed, { blur }).values),
  );
  const ofBlur = Math.min(...blurred);
  // The errors of both estimates are correlated. The standard error of their difference scales with the larger risk.
  const chance = sigma * Math.sqrt((8 * Math.max(ofModel, ofBlur, 0)) / count);
  const isBeyondChance =
    ofModel - ofBlur > MIN_EXCESS_ERROR.share * sigma ** 2 + MIN_EXCESS_ERROR.deviations * chance;
  const error = (risk: number): number => Math.sqrt(Math.max(risk, 0)) / sigma;
  const errors = { model: error(ofModel), blur: error(ofBlur) };
  return { ...errors, isWorse: isBeyondChance && (errorRatio(errors) ?? 0) > MAX_EQUAL_RATIO };
}

/**
 * Return the denoiser's error as a multiple of the filter's.
 *
 * A filter error below a tenth of the noise is within chance and counts as a tenth.
 *
 * @returns Undefined if both errors are below a tenth of the noise: they are indistinguishable from 0.
 */
export function errorRatio({ model, blur }: Pick<GaussianComparison, "model" | "blur">): number | undefined {
  return Math.max(model, blur) < MIN_ERROR ? undefined : model / Math.max(blur, MIN_ERROR);
}
