import { setImmediate } from "node:timers/promises";
import type { CellImage, NoisyImage } from "@cellgen/data";
import {
  type FilterImage,
  type FilterStrengths,
  filtersForNoise,
  gaussianFilter,
  medianFilter,
  nonLocalMeansFilter,
  totalVariationFilter,
} from "@cellgen/filters";
import { psnr, ssim } from "@cellgen/metrics";

/** How near an image is to its reference. */
export interface Score {
  /** Decibels. */
  readonly psnr: number;
  /** Missing for images under 11 pixels. */
  readonly ssim?: number;
}

export type Method = "noisy" | "model" | keyof FilterStrengths;

/** What each method is called where it is shown. */
export const methodNames: Readonly<Record<Method, string>> = {
  noisy: "as it was",
  model: "model",
  median: "median filter",
  gaussian: "Gaussian filter",
  totalVariation: "total variation",
  nonLocalMeans: "non-local means",
};

export interface Scored {
  readonly scores: Readonly<Record<Method, Score>>;
  /** In units of the even scale. */
  readonly strengths: FilterStrengths;
  /** What each filter made of the image. */
  readonly filtered: Readonly<Record<keyof FilterStrengths, CellImage>>;
}

const filters: {
  readonly [Name in keyof FilterStrengths]: (
    image: FilterImage<Float64Array>,
    options: FilterStrengths[Name],
  ) => FilterImage<Float64Array>;
} = {
  median: medianFilter,
  gaussian: gaussianFilter,
  totalVariation: totalVariationFilter,
  nonLocalMeans: nonLocalMeansFilter,
};

/**
 * Scores an image, what the model made of it, and what the classical filters make of it on the same scale for the same noise: each with the
 * strength that suits it best, as far as the noisy image tells. In a large field a filter takes minutes: between two of them it can be stopped.
 *
 * @throws The signal's reason.
 */
export async function scoreDenoised(
  noisy: NoisyImage,
  image: CellImage,
  estimate: CellImage,
  reference: CellImage,
  signal: AbortSignal,
): Promise<Scored> {
  const strengths = filtersForNoise(noisy.even, noisy.sigma);
  const made = async <Name extends keyof FilterStrengths>(name: Name): Promise<CellImage> => {
    await setImmediate(undefined, { signal });
    return noisy.fromEven(filters[name](noisy.even, strengths[name]).values);
  };
  const filtered = {
    median: await made("median"),
    gaussian: await made("gaussian"),
    totalVariation: await made("totalVariation"),
    nonLocalMeans: await made("nonLocalMeans"),
  };
  const score = (other: CellImage): Score => scoreOf(other, reference, noisy.white);
  return {
    scores: {
      noisy: score(image),
      model: score(estimate),
      median: score(filtered.median),
      gaussian: score(filtered.gaussian),
      totalVariation: score(filtered.totalVariation),
      nonLocalMeans: score(filtered.nonLocalMeans),
    },
    strengths,
    filtered,
  };
}

/** The filter whose image has the highest PSNR. */
export function bestFilter(scores: Readonly<Record<Method, Score>>): keyof FilterStrengths {
  const names = ["median", "gaussian", "totalVariation", "nonLocalMeans"] as const;
  return names.reduce((best, name) => (scores[name].psnr > scores[best].psnr ? name : best));
}

/** The means of the scores of several images. */
export function meanScores(all: readonly Pick<Scored, "scores">[]): Readonly<Record<Method, Score>> {
  const names = Object.keys(methodNames) as Method[];
  return Object.fromEntries(
    names.map((name) => [name, meanScore(all.map(({ scores }) => scores[name]))]),
  ) as Record<Method, Score>;
}

function meanScore(scores: readonly Score[]): Score {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const similar = scores.flatMap(({ ssim }) => ssim ?? []);
  return {
    psnr: mean(scores.map(({ psnr }) => psnr)),
    ...(similar.length > 0 ? { ssim: mean(similar) } : {}),
  };
}

function scoreOf(image: CellImage, reference: CellImage, dataRange: number): Score {
  const { height, width, channels } = reference;
  const decibels = psnr(image.data, reference.data, dataRange);
  if (Math.min(height, width) < 11) return { psnr: decibels };
  return { psnr: decibels, ssim: ssim(image.data, reference.data, { height, width, channels, dataRange }) };
}
