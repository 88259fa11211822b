import type { CellImage, NoisyImage } from "@cellgen/data";
import {
  applyFilter,
  type FilterName,
  type FilterStrengths,
  filterNames,
  filtersForNoise,
} from "@cellgen/filters";
import { type ImageScore, imageScore, meanScore } from "@cellgen/metrics";

/** What is compared with the reference: the noisy image, the model's result, or the result of a classical filter. */
export type ScoredMethod = "noisy" | "model" | FilterName;

/** Similarity of a denoised image to its reference, compared with classical filters. */
export interface ReferenceScores {
  readonly scores: Readonly<Record<ScoredMethod, ImageScore>>;
  /** Strength of each filter, in units of the variance-stabilized scale. */
  readonly strengths: FilterStrengths;
  /** Results of the filters. */
  readonly filtered: Readonly<Record<FilterName, CellImage>>;
}

/**
 * Score a noisy image, the model's result and the results of classical filters against a reference. The filters process the
 * variance-stabilized image, for the same noise. Each has the strength of minimum estimated error, found without the reference.
 *
 * @param denoised - The model's result, in the pixel type of the image, like `reference`.
 * @throws RangeError if the sizes or channels differ; the signal's reason when aborted, checked between two filters.
 */
export async function referenceScores(
  noisy: NoisyImage,
  image: CellImage,
  denoised: CellImage,
  reference: CellImage,
  signal?: AbortSignal,
): Promise<ReferenceScores> {
  checkReference(image, reference);
  const strengths = filtersForNoise(noisy.stabilized, noisy.sigma);
  const { height, width, channels } = reference;
  const score = (other: CellImage): ImageScore =>
    imageScore(other.data, reference.data, { height, width, channels, dataRange: noisy.white });
  const filtered: Partial<Record<FilterName, CellImage>> = {};
  const scores: Partial<Record<ScoredMethod, ImageScore>> = { noisy: score(image), model: score(denoised) };
  for (const name of filterNames) {
    // A filter takes minutes on a large image, so the signal is checked between filters.
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
    const result = noisy.fromStabilized(applyFilter(name, noisy.stabilized, strengths).values);
    filtered[name] = result;
    scores[name] = score(result);
  }
  return {
    scores: scores as ReferenceScores["scores"],
    strengths,
    filtered: filtered as ReferenceScores["filtered"],
  };
}

/** @throws RangeError if a reference cannot be compared with an image. */
export function checkReference(image: CellImage, reference: CellImage): void {
  const [wanted, got] = [image, reference].map(
    ({ width, height, channels, data }) =>
      `${width}x${height}x${channels} in ${8 * data.BYTES_PER_ELEMENT} bits`,
  );
  if (wanted !== got) {
    throw new RangeError(`denoise: reference must be ${wanted}, like the image, got ${got}.`);
  }
}

/** Return the filter with the highest PSNR. */
export function bestFilter(scores: ReferenceScores["scores"]): FilterName {
  return filterNames.reduce((best, name) => (scores[name].psnr > scores[best].psnr ? name : best));
}

/** Return the mean score of each method over several images. */
export function meanReferenceScores(
  images: readonly Pick<ReferenceScores, "scores">[],
): ReferenceScores["scores"] {
  const methods: readonly ScoredMethod[] = ["noisy", "model", ...filterNames];
  return Object.fromEntries(
    methods.map((method) => [method, meanScore(images.map(({ scores }) => scores[method]))]),
  ) as ReferenceScores["scores"];
}
