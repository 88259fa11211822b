/** Rows of `dimension` numbers, one row per image. With dimension 1, a sample: one number per image. */
export type Features = Float32Array | Float64Array;

/** Maximum magnitude. Beyond it, the cube of a product of two rows, squared for the standard error, overflows float64. */
const LARGEST_VALUE = 1e25;

/**
 * Check features and return the number of rows.
 *
 * @throws TypeError or RangeError prefixed with `caller` if a check fails.
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
    throw new RangeError(`${caller}: dimension must be a positive integer, got ${dimension}.`);
  }
  const rows = features.length / dimension;
  if (!Number.isInteger(rows)) {
    throw new RangeError(
      `${caller}: ${name} must have complete rows of ${dimension}, got ${features.length} values.`,
    );
  }
  if (rows < fewestRows) {
    const least = fewestRows === 1 ? "1 row" : `${fewestRows} rows`;
    throw new RangeError(`${caller}: ${name} must have at least ${least}, got ${rows}.`);
  }
  const wrong = features.findIndex((value) => !(Math.abs(value) <= LARGEST_VALUE));
  if (wrong !== -1) {
    const place = `row ${Math.floor(wrong / dimension)}, column ${wrong % dimension}`;
    throw new RangeError(
      `${caller}: ${name} must have values within ±${LARGEST_VALUE}, got ${features[wrong]} at ${place}.`,
    );
  }
  return rows;
}

/** Return the type name of a value for error messages: `Array`, `Uint8Array`, `string`. */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}
