import { checkFeatures, type Features } from "./features.ts";

/** Rows of features on their own scales to rows on the standardised one; a new array, the caller's. */
export type FeatureStandardiser = (features: Features) => Float64Array;

export interface FeatureStandardiserOptions {
  /** Columns that are taken by their logarithm: features without an upper bound, whose few large values would outweigh all others. @default [] */
  readonly logarithmic?: readonly number[];
}

/** A deviation below it, as a share of the largest value, is rounding. */
const NO_DEVIATION = 1e-9;

/**
 * Puts all features on one scale, that of the real images, so that distances weigh them alike: kernel and Fréchet distances, neighbours
 * and what is built on them.
 *
 * `standardised = (f(value) - mean) / deviation`, mean and deviation (over n) those of the real rows' f(value), with
 * `f(v) = sign(v) ln(1 + |v|)` for logarithmic columns and `f(v) = v` for all others
 *
 * A feature that is the same in all real images has no deviation: it is less the mean, and divided by nothing.
 *
 * @param real - Rows of features, `[n, dimension]`, n from 2, values within ±1e25.
 * @returns A function of rows of as many features. It throws as this one does, and keeps none of its arguments.
 * @throws TypeError if `real` is no Float32Array or Float64Array; RangeError if the dimension is no integer from 1, there are no whole
 *   rows or fewer than 2, NaN or a value out of range, or if a logarithmic column is none.
 */
export function featureStandardiser(
  real: Features,
  dimension: number,
  options: FeatureStandardiserOptions = {},
): FeatureStandardiser {
  const { logarithmic = [] } = options;
  const n = checkFeatures("featureStandardiser", "real", real, dimension, 2);
  const isLogarithmic = new Uint8Array(dimension);
  for (const column of logarithmic) {
    if (!Number.isInteger(column) || column < 0 || column >= dimension) {
      throw new RangeError(
        `featureStandardiser: logarithmic must hold columns, 0…${dimension - 1}, got ${column}.`,
      );
    }
    isLogarithmic[column] = 1;
  }
  const scaled = (features: Features) =>
    Float64Array.from(features, (value, place) =>
      isLogarithmic[place % dimension] === 1 ? Math.sign(value) * Math.log1p(Math.abs(value)) : value,
    );

  const values = scaled(real);
  const means = new Float64Array(dimension);
  const squares = new Float64Array(dimension);
  const largest = new Float64Array(dimension);
  for (let place = 0; place < values.length; place++) means[place % dimension]! += values[place]! / n;
  for (let place = 0; place < values.length; place++) {
    const column = place % dimension;
    squares[column]! += (values[place]! - means[column]!) ** 2 / n;
    largest[column] = Math.max(largest[column]!, Math.abs(values[place]!));
  }
  const deviations = squares.map((square, column) => {
    const deviation = Math.sqrt(square);
    return deviation > NO_DEVIATION * largest[column]! ? deviation : 1;
  });

  return (features) => {
    checkFeatures("featureStandardiser", "features", features, dimension, 1);
    return scaled(features).map(
      (value, place) => (value - means[place % dimension]!) / deviations[place % dimension]!,
    );
  };
}
