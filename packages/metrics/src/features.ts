/** One row of `dimension` numbers an image, row after row. One-dimensional ones are a sample: a number an image. */
export type Features = Float32Array | Float64Array;

/** Beyond it the cube of a product of two rows, squared for the standard error, is no longer a float64. */
const LARGEST_VALUE = 1e25;

/**
 * The number of rows.
 *
 * @throws TypeError or RangeError in the name of `caller`, naming the argument, the rule and what was given.
 */
export function checkFeatures(
  caller: string,
  name: string,
  features: Features,
  dimension: number,
  fewestRows: number,
): number {
  if (!(features instanceof Float32Array || features instanceof Float64Array)) {
    throw new TypeError(
      `${caller}: ${name} must be a Float32Array or Float64Array, got ${kindOf(features)}.`,
    );
  }
  if (!Number.isInteger(dimension) || dimension < 1) {
    throw new RangeError(`${caller}: dimension must be an integer from 1, got ${dimension}.`);
  }
  const rows = features.length / dimension;
  if (!Number.isInteger(rows)) {
    throw new RangeError(
      `${caller}: ${name} must have whole rows of ${dimension}, got ${features.length} values.`,
    );
  }
  if (rows < fewestRows) {
    const least = fewestRows === 1 ? "1 row" : `${fewestRows} rows`;
    throw new RangeError(`${caller}: ${name} must have ${least} or more, got ${rows}.`);
  }
  const wrong = features.findIndex((value) => !(Math.abs(value) <= LARGEST_VALUE));
  if (wrong !== -1) {
    const place = `row ${Math.floor(wrong / dimension)}, column ${wrong % dimension}`;
    throw new RangeError(
      `${caller}: ${name} must hold numbers within ±${LARGEST_VALUE}, got ${features[wrong]} in ${place}.`,
    );
  }
  return rows;
}

/** `Array`, `Uint8Array`, `string`: what an error calls a value of the wrong kind. */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}
