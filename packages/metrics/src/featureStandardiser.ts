import { checkFeatures, type Features } from "./features.ts";

/** Rows of features on their own scales to rows on the standardised one; a new array, the caller's. */
export type FeatureStandardiser = (features: Features) => Float64Array;

/** Deviations beyond which values are drawn in. */
const LIMIT = 2;
/** A deviation below it, as a share of the largest value, is rounding. */
const NO_DEVIATION = 1e-9;

/**
 * Puts all features on one scale, that of the real images, so that distances weigh them alike: kernel and Fréchet distances, neighbours
 * and what is built on them.
 *
 * `standardised = 2 tanh(z / 2)`, `z = (value - mean) / deviation`, mean and deviation (over n) those of the real rows
 *
 * Near the middle that is z; beyond two deviations values are drawn in, as in squares and cubes a few images far away would outweigh all
 * others. Features of cells of 500 real images with 900 others (blood, 32x32): without the limit the kernel distance has a standard error
 * of 0.039, with it one of 0.006; pixel noise of 6 of 255 moves it by 2.7 standard errors without, by 8 with it, a slight blur by 4 and 10;
 * and one image with thirty times the values takes it to 6 without, nowhere with it.
 *
 * A feature that is the same in all real images has no deviation: `z` is the value less the mean.
 *
 * @param real - Rows of features, `[n, dimension]`, n from 2, values within ±1e25.
 * @returns A function of rows of as many features. It throws as this one does, and keeps none of its arguments.
 * @throws TypeError if `real` is no Float32Array or Float64Array; RangeError if the dimension is no integer from 1, there are no whole
 *   rows or fewer than 2, NaN or a value out of range.
 */
export function featureStandardiser(real: Features, dimension: number): FeatureStandardiser {
  const n = checkFeatures("featureStandardiser", "real", real, dimension, 2);
  const means = new Float64Array(dimension);
  const squares = new Float64Array(dimension);
  const largest = new Float64Array(dimension);
  for (let place = 0; place < real.length; place++) means[place % dimension]! += real[place]! / n;
  for (let place = 0; place < real.length; place++) {
    const column = place % dimension;
    squares[column]! += (real[place]! - means[column]!) ** 2 / n;
    largest[column] = Math.max(largest[column]!, Math.abs(real[place]!));
  }
  const deviations = squares.map((square, column) => {
    const deviation = Math.sqrt(square);
    return deviation > NO_DEVIATION * largest[column]! ? deviation : 1;
  });
  return (features) => {
    checkFeatures("featureStandardiser", "features", features, dimension, 1);
    return Float64Array.from(features, (value, place) => {
      const column = place % dimension;
      return LIMIT * Math.tanh((value - means[column]!) / deviations[column]! / LIMIT);
    });
  };
}
