/** Input and output of the filters: pixel values on any scale. */
export type PixelValues = Float32Array | Float64Array;

/** An image, `[height, width, channels]`, row by row with interleaved channels. */
export interface FilterImage<Values extends PixelValues = PixelValues> {
  readonly values: Values;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * Check the size and the values of an image.
 *
 * @throws TypeError or RangeError prefixed with `caller` if a check fails.
 */
export function checkImage(caller: string, image: FilterImage): void {
  const { values, height, width, channels } = image;
  checkValues(caller, "image.values", values);
  for (const [name, side] of [
    ["height", height],
    ["width", width],
    ["channels", channels],
  ] as const) {
    if (!Number.isInteger(side) || side < 1) {
      throw new RangeError(`${caller}: image.${name} must be a positive integer, got ${side}.`);
    }
  }
  if (values.length !== height * width * channels) {
    throw new RangeError(
      `${caller}: image.values must be ${height} x ${width} x ${channels} = ${height * width * channels} numbers, got ${values.length}.`,
    );
  }
}

/**
 * Check that the values are finite numbers in a floating-point array.
 *
 * @throws TypeError or RangeError prefixed with `caller` if a check fails.
 */
export function checkValues(caller: string, name: string, values: PixelValues): void {
  if (!(values instanceof Float32Array || values instanceof Float64Array)) {
    const kind = Object.prototype.toString.call(values).slice("[object ".length, -1);
    throw new TypeError(
      `${caller}: ${name} must be a Float32Array or Float64Array, got ${kind}. Convert them with Float32Array.from.`,
    );
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(`${caller}: ${name} must be finite, got ${values[i]} at index ${i}.`);
    }
  }
}

/**
 * Check that a number is finite and within a bound.
 *
 * @throws RangeError prefixed with `caller`.
 */
export function checkNumber(
  caller: string,
  name: string,
  value: number,
  rule: "at least 0" | "above 0" | "any" = "at least 0",
): void {
  const fits = rule === "any" || (rule === "at least 0" ? value >= 0 : value > 0);
  if (!(Number.isFinite(value) && fits)) {
    const bound = rule === "any" ? "" : ` and ${rule}`;
    throw new RangeError(`${caller}: ${name} must be finite${bound}, got ${value}.`);
  }
}

/**
 * Check a radius in pixels.
 *
 * @throws RangeError prefixed with `caller`.
 */
export function checkRadius(caller: string, name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0) {
    throw new RangeError(`${caller}: ${name} must be a non-negative integer, got ${value}.`);
  }
}

/** Create an array of the type of `values`. */
export function sameKind<Values extends PixelValues>(values: Values, length: number): Values {
  return (values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length)) as Values;
}
