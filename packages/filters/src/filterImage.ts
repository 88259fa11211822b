/** What the filters take and give: pixels on any scale. */
export type PixelValues = Float32Array | Float64Array;

/** An image, `[height, width, channels]`: row by row, a pixel's channels beside each other. */
export interface FilterImage<Values extends PixelValues = PixelValues> {
  readonly values: Values;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * Checks that an image is one.
 *
 * @throws TypeError or RangeError in the name of `caller`, naming the argument, the rule and what was given.
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
      throw new RangeError(`${caller}: image.${name} must be an integer from 1, got ${side}.`);
    }
  }
  if (values.length !== height * width * channels) {
    throw new RangeError(
      `${caller}: image.values must be ${height} x ${width} x ${channels} = ${height * width * channels} numbers, got ${values.length}.`,
    );
  }
}

/**
 * Checks that these are finite numbers in an array of floating point numbers.
 *
 * @throws TypeError or RangeError in the name of `caller`, naming the argument, the rule and what was given.
 */
export function checkValues(caller: string, name: string, values: PixelValues): void {
  if (!(values instanceof Float32Array || values instanceof Float64Array)) {
    const kind = Object.prototype.toString.call(values).slice("[object ".length, -1);
    throw new TypeError(
      `${caller}: ${name} must be a Float32Array or Float64Array, got ${kind}. Copy them into one.`,
    );
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(`${caller}: ${name} must hold finite numbers, got ${values[i]} at ${i}.`);
    }
  }
}

/**
 * Checks a number that may be from `least` on, or only above it.
 *
 * @throws RangeError in the name of `caller`.
 */
export function checkNumber(
  caller: string,
  name: string,
  value: number,
  rule: "from 0" | "above 0" | "of any size" = "from 0",
): void {
  const fits = rule === "of any size" || (rule === "from 0" ? value >= 0 : value > 0);
  if (!(Number.isFinite(value) && fits)) {
    throw new RangeError(`${caller}: ${name} must be a finite number ${rule}, got ${value}.`);
  }
}

/**
 * Checks a radius in pixels.
 *
 * @throws RangeError in the name of `caller`.
 */
export function checkRadius(caller: string, name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0) {
    throw new RangeError(`${caller}: ${name} must be an integer from 0, got ${value}.`);
  }
}

/** An empty array of the kind of `values`. */
export function sameKind<Values extends PixelValues>(values: Values, length: number): Values {
  return (values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length)) as Values;
}
