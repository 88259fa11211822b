import { setImmediate } from "node:timers/promises";
import type { CellImage, NoisyImage } from "@cellgen/data";
import {
  applyFilter,
  type FilterName,
  type FilterStrengths,
  filterNames,
  filtersForNoise,
} from "@cellgen/filters";
import { type ImageScore, imageScore, meanScore } from "@cellgen/metrics";

export type Method = "noisy" | "model" | FilterName;

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
  readonly scores: Readonly<Record<Method, ImageScore>>;
  /** In units of the even scale. */
  readonly strengths: FilterStrengths;
  /** What each filter made of the image. */
  readonly filtered: Readonly<Record<FilterName, CellImage>>;
}

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
  const { height, width, channels } = reference;
  const score = (other: CellImage): ImageScore =>
    imageScore(other.data, reference.data, { height, width, channels, dataRange: noisy.white });
  const filtered: Partial<Record<FilterName, CellImage>> = {};
  const scores: Partial<Record<Method, ImageScore>> = { noisy: score(image), model: score(estimate) };
  for (const name of filterNames) {
    await setImmediate(undefined, { signal });
    const made = noisy.fromEven(applyFilter(name, noisy.even, strengths).values);
    filtered[name] = made;
    scores[name] = score(made);
  }
  return { scores: scores as Scored["scores"], strengths, filtered: filtered as Scored["filtered"] };
}

/** The filter whose image has the highest PSNR. */
export function bestFilter(scores: Scored["scores"]): FilterName {
  return filterNames.reduce((best, name) => (scores[name].psnr > scores[best].psnr ? name : best));
}

/** The means of the scores of several images. */
export function meanScores(all: readonly Pick<Scored, "scores">[]): Scored["scores"] {
  const names = Object.keys(methodNames) as Method[];
  return Object.fromEntries(
    names.map((name) => [name, meanScore(all.map(({ scores }) => scores[name]))]),
  ) as Record<Method, ImageScore>;
}
