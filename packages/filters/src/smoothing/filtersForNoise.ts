import { checkImage, checkNumber, type FilterImage } from "../filterImage.ts";
import { busiestSquare } from "../noise/busiestSquare.ts";
import { filterRisk, selectionRisk } from "../risk/filterRisk.ts";
import { type GaussianOptions, gaussianFilter } from "./gaussianFilter.ts";
import { type MedianOptions, medianFilter } from "./medianFilter.ts";
import { type NonLocalMeansOptions, nonLocalMeansFilter } from "./nonLocalMeansFilter.ts";
import { type TotalVariationOptions, totalVariationFilter } from "./totalVariationFilter.ts";

/** Options of each filter. */
export interface FilterStrengths {
  readonly median: MedianOptions;
  readonly gaussian: GaussianOptions;
  readonly totalVariation: TotalVariationOptions;
  readonly nonLocalMeans: NonLocalMeansOptions;
}

const RADII = [0, 1, 2, 3, 4, 5, 6];
const BLURS = [0, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.15, 1.3, 1.5, 1.75, 2, 2.5, 3, 4, 5];
/** In units of the noise level, as are the strengths. */
const WEIGHTS = [0.4, 0.5, 0.65, 0.8, 1, 1.2, 1.5, 1.9, 2.4, 3];
const PATCH_RADII = [1, 2, 3];
const STRENGTHS = [0.35, 0.5, 0.7, 0.85, 1, 1.2, 1.4, 1.7];

const NONE: FilterStrengths = {
  median: { radius: 0 },
  gaussian: { blur: 0 },
  totalVariation: { weight: 0 },
  nonLocalMeans: { noise: 0, strength: 0, patchRadius: 1 },
};

/** Maximum side of the test image in pixels. Of a larger image, the square with the largest variance is used. */
const MAX_TEST_SIDE = 96;

/**
 * Choose the options of each filter for an image with white noise of a known level. The options minimize the filter's estimated mean
 * squared error; the clean image is not needed.
 *
 * `risk = mean (u - g)² - sigma² + 2 sigma² div u / n` is an unbiased estimate for a filter's output u of the noisy g (Stein 1981), with
 * `div u ≈ b · (u(g + e b) - u(g)) / e` for random signs b (Ramani, Blu and Unser 2008).
 *
 * Each filter has about 10 candidate strengths, which are searched by descent from a medium one. On cell images the result is on average
 * 0.1 to 0.6 dB below the best strength for each image (see the README).
 *
 * @param image - The noisy image. If it is larger than 96x96, only the 96x96 square with the largest variance is used.
 * @param sigma - Standard deviation of the noise in units of the pixel values, for example from `estimateNoise`. With 0, the filters have
 *   no effect.
 * @throws TypeError if the values are not a Float32Array or Float64Array; RangeError if they are not height * width * channels finite
 *   numbers, or `sigma` is below 0.
 */
export function filtersForNoise(image: FilterImage, sigma: number): FilterStrengths {
  checkImage("filtersForNoise", image);
  checkNumber("filtersForNoise", "sigma", sigma);
  if (sigma === 0) return NONE;
  const judged = busiestSquare(image, MAX_TEST_SIDE);
  const radius = lowest(RADII, 2, (radius) =>
    selectionRisk((g) => medianFilter(g, { radius }), judged, sigma),
  );
  const blur = lowest(BLURS, 9, (blur) => filterRisk((g) => gaussianFilter(g, { blur }), judged, sigma));
  const weight = lowest(WEIGHTS, 5, (weight) =>
    filterRisk((g) => totalVariationFilter(g, { weight: weight * sigma }), judged, sigma),
  );
  return {
    median: { radius: radius.choice },
    gaussian: { blur: blur.choice },
    totalVariation: { weight: weight.choice * sigma },
    nonLocalMeans: nonLocalMeansForNoise(judged, sigma),
  };
}

function nonLocalMeansForNoise(image: FilterImage, sigma: number): NonLocalMeansOptions {
  const optionsOf = new Map<number, NonLocalMeansOptions>();
  let start = STRENGTHS.indexOf(0.7);
  const best = lowest(PATCH_RADII, 1, (patchRadius) => {
    const withStrength = (strength: number) => ({ noise: sigma, strength: strength * sigma, patchRadius });
    const { choice, risk } = lowest(STRENGTHS, start, (strength) =>
      filterRisk((g) => nonLocalMeansFilter(g, withStrength(strength)), image, sigma),
    );
    // The best strength depends little on the patch size.
    start = STRENGTHS.indexOf(choice);
    optionsOf.set(patchRadius, withStrength(choice));
    return risk;
  });
  return optionsOf.get(best.choice)!;
}

/** Descend from choice `start` to a neighbor of lower risk until there is none. */
function lowest(
  choices: readonly number[],
  start: number,
  riskOf: (choice: number) => number,
): { choice: number; risk: number } {
  let index = start;
  let risk = riskOf(choices[index]!);
  for (const step of [-1, 1]) {
    const first = index;
    for (let next = index + step; next >= 0 && next < choices.length; next += step) {
      const other = riskOf(choices[next]!);
      if (other >= risk) break;
      [index, risk] = [next, other];
    }
    if (index !== first) break;
  }
  return { choice: choices[index]!, risk };
}
