import { randomStream } from "@cellgen/random";
import type { FilterImage } from "./filterImage.ts";

type Filter = (image: FilterImage) => FilterImage;

/** How far values are disturbed, in standard deviations of the noise: little beside what a filter reacts to, much beside rounding. */
const DISTURBANCE = 0.01;

/**
 * An estimate of the mean squared error of a filter on an image with white noise, from the noisy image alone.
 *
 * `mean (u - g)² - sigma² + 2 sigma² div u / n`, `div u ≈ b · (u(g + e b) - u(g)) / e`, b random signs, always the same ones
 *
 * @see Stein 1981, Annals of Statistics 9; Ramani, Blu and Unser 2008, IEEE Transactions on Image Processing 17.
 */
export function filterRisk(filter: Filter, image: FilterImage, sigma: number): number {
  const signs = uniforms(image).map((uniform) => (uniform < 0.5 ? -1 : 1));
  const step = DISTURBANCE * sigma;
  const filtered = filter(image).values;
  const disturbed = filter({
    ...image,
    values: Float64Array.from(image.values, (value, i) => value + step * signs[i]!),
  }).values;
  let divergence = 0;
  for (let i = 0; i < signs.length; i++) divergence += (signs[i]! * (disturbed[i]! - filtered[i]!)) / step;
  return risk(filtered, image.values, divergence, sigma);
}

/**
 * The same for a filter that takes one of the pixels around each pixel, as the median does: where it takes the pixel itself, its derivative
 * is 1, else 0. Equal values are told apart by a little noise.
 */
export function selectionRisk(filter: Filter, image: FilterImage, sigma: number): number {
  const noise = uniforms(image);
  const values = Float64Array.from(image.values, (value, i) => value + DISTURBANCE * sigma * noise[i]!);
  const filtered = filter({ ...image, values }).values;
  let divergence = 0;
  for (let i = 0; i < values.length; i++) if (filtered[i] === values[i]) divergence++;
  return risk(filtered, values, divergence, sigma);
}

function risk(
  filtered: FilterImage["values"],
  values: FilterImage["values"],
  divergence: number,
  sigma: number,
): number {
  let change = 0;
  for (let i = 0; i < values.length; i++) change += (filtered[i]! - values[i]!) ** 2;
  return (change + 2 * sigma ** 2 * divergence) / values.length - sigma ** 2;
}

function uniforms({ values }: FilterImage): Float32Array {
  return randomStream(0, "filterRisk").fillUniform(new Float32Array(values.length));
}
