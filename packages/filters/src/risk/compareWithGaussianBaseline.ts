import type { FilterImage } from "../filterImage.ts";
import { busiestSquare } from "../noise/busiestSquare.ts";
import { gaussianFilter } from "../smoothing/gaussianFilter.ts";
import { monteCarloSure } from "./monteCarloSure.ts";

/** Estimated errors of a denoiser and of a Gaussian filter: root mean squares, in standard deviations of the noise. */
export interface GaussianComparison {
  readonly model: number;
  /** Of the Gaussian filter that suits the image best. */
  readonly blur: number;
  /** Whether the denoiser is worse than the filter by more than chance explains. */
  readonly isWorse: boolean;
}

export interface GaussianBaselineOptions {
  /** Standard deviation of the noise, above 0. */
  readonly sigma: number;
  /** Values at which the file cut noise off. @default none */
  readonly limits?: readonly [min: number, max: number];
}

/** Larger images are tested on the square of this side, in pixels, with the largest variance. */
const MAX_TEST_SIDE = 96;
const BLURS = [0.4, 0.5, 0.6, 0.7, 0.85, 1, 1.25, 1.5, 2, 2.5, 3.5];
/** Pixels closer to black or white than this, in standard deviations of the noise, are not counted: their noise was clipped. */
const CLIPPING_MARGIN = 2;
/** Minimum number and share of values that are counted. */
const MIN_COUNT = 500;
const MIN_SHARE = 0.3;
/** Minimum excess of the denoiser's squared error: as a share of the noise's variance, and in standard errors. */
const MIN_EXCESS_ERROR = { share: 0.015, deviations: 2 } as const;
/** Errors that differ by less than this factor count as equal. */
const MAX_EQUAL_RATIO = 1.15;
/** Lower bound of the error that any blur leaves, as a share of the noise. */
const MIN_ERROR = 0.1;

/**
 * Compares a denoiser with the best Gaussian filter on one noisy image, without the clean image.
 *
 * Both errors are Monte Carlo estimates of Stein's unbiased risk ({@link monteCarloSure}). A model trained on such images is better than a
 * blur by decibels; a model that was not leaves noise in or invents structure.
 *
 * @param image - With white noise.
 * @param denoise - Denoises an image of any size. Called twice, one call after the other.
 * @returns Undefined where too many pixels are cut off.
 * @see Stein 1981, Annals of Statistics 9; Ramani, Blu and Unser 2008, IEEE Transactions on Image Processing 17.
 */
export async function compareWithGaussianBaseline(
  image: FilterImage,
  denoise: (image: FilterImage) => Promise<ArrayLike<number>>,
  { sigma, limits }: GaussianBaselineOptions,
): Promise<GaussianComparison | undefined> {
  const square = busiestSquare(image, MAX_TEST_SIDE);
  const [low, high] = limits ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  // The first shows edges, the second spots.
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
  // Both estimates share most of their chance. The rest is that of their difference, whose square is about the larger error's.
  const chance = sigma * Math.sqrt((8 * Math.max(ofModel, ofBlur, 0)) / count);
  const isBeyondChance =
    ofModel - ofBlur > MIN_EXCESS_ERROR.share * sigma ** 2 + MIN_EXCESS_ERROR.deviations * chance;
  const error = (risk: number): number => Math.sqrt(Math.max(risk, 0)) / sigma;
  const errors = { model: error(ofModel), blur: error(ofBlur) };
  return { ...errors, isWorse: isBeyondChance && (errorRatio(errors) ?? 0) > MAX_EQUAL_RATIO };
}

/**
 * The denoiser's error as a multiple of the filter's.
 *
 * A filter error below a tenth of the noise is chance and counts as a tenth.
 *
 * @returns Undefined where both errors are that small: neither can be told from 0.
 */
export function errorRatio({ model, blur }: Pick<GaussianComparison, "model" | "blur">): number | undefined {
  return Math.max(model, blur) < MIN_ERROR ? undefined : model / Math.max(blur, MIN_ERROR);
}
