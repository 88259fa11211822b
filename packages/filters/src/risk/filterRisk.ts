import { randomStream } from "@cellgen/random";
import type { FilterImage } from "../filterImage.ts";
import { monteCarloSure } from "./monteCarloSure.ts";

type Filter = (image: FilterImage) => FilterImage;

/** Estimate the mean squared error of a filter on an image with white noise with `monteCarloSure`, from the noisy image only. */
export function filterRisk(filter: Filter, image: FilterImage, sigma: number): number {
  const { disturbed, risk } = monteCarloSure(image, sigma);
  return risk(filter(image).values, filter(disturbed).values);
}

/** Standard deviation of the noise that breaks ties between equal values, relative to the noise of the image. */
const TIE_BREAKING_NOISE = 0.01;

/**
 * Estimate the risk of a filter that selects one of the pixels around each pixel, such as the median. Its derivative is 1 where it selects
 * the pixel itself, otherwise 0. Slight noise breaks ties between equal values.
 */
export function selectionRisk(filter: Filter, image: FilterImage, sigma: number): number {
  const noise = randomStream(0, "filterRisk").fillUniform(new Float32Array(image.values.length));
  const values = Float64Array.from(
    image.values,
    (value, i) => value + TIE_BREAKING_NOISE * sigma * noise[i]!,
  );
  const filtered = filter({ ...image, values }).values;
  let [change, divergence] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    change += (filtered[i]! - values[i]!) ** 2;
    if (filtered[i] === values[i]) divergence++;
  }
  return (change + 2 * sigma ** 2 * divergence) / values.length - sigma ** 2;
}
