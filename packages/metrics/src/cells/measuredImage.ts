import { checkValues, type Pixels } from "../pixels.ts";

/** An image to measure. */
export interface MeasuredImage {
  /** `[height, width, channels]`, row by row, a pixel's channels beside each other. */
  readonly values: Pixels;
  readonly height: number;
  readonly width: number;
  /** 1 = grey, 3 = red, green, blue. */
  readonly channels: number;
}

export interface MeasuredImageOptions {
  /** Black and white in the image's values: `[0, 255]` for 8 bits, `[0, 65535]` for 16. @default [-1, 1] */
  readonly valueRange?: readonly [number, number];
}

/** An image whose values are shares of its range: 0 is black, 1 white. */
export interface UnitPlanes {
  readonly height: number;
  readonly width: number;
  /** One plane for grey; red, green and blue for colour: each `[height, width]`, row by row. */
  readonly planes: readonly Float64Array[];
}

/** Values may lie so far beyond the range, in shares of it: rounding. They are cut to it. */
const ROUNDING = 1e-3;

/** Weights of red, green and blue in a grey value (ITU-R BT.601). */
export const LUMA = [0.299, 0.587, 0.114] as const;

/**
 * Checks an image and takes its channels apart.
 *
 * @throws TypeError or RangeError in the name of `caller`, naming the argument, the rule and what was given.
 */
export function unitPlanes(caller: string, image: MeasuredImage, options: MeasuredImageOptions): UnitPlanes {
  const { values, height, width, channels } = image;
  const [black, white] = options.valueRange ?? [-1, 1];
  for (const [name, side] of [
    ["height", height],
    ["width", width],
  ] as const) {
    if (!Number.isInteger(side) || side < 1) {
      throw new RangeError(`${caller}: ${name} must be an integer from 1, got ${side}.`);
    }
  }
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(
      `${caller}: channels must be 1 or 3, got ${channels}. Measure other channels one at a time.`,
    );
  }
  if (!(white > black && Number.isFinite(white - black))) {
    throw new RangeError(`${caller}: valueRange must ascend, got [${black}, ${white}].`);
  }
  checkValues(caller, "values", values);
  if (values.length !== height * width * channels) {
    throw new RangeError(
      `${caller}: values must be ${height} x ${width} x ${channels} = ${height * width * channels}, got ${values.length}.`,
    );
  }
  const slack = ROUNDING * (white - black);
  const wrong = values.findIndex((value) => value < black - slack || value > white + slack);
  if (wrong !== -1) {
    throw new RangeError(
      `${caller}: values must lie in valueRange [${black}, ${white}], got ${values[wrong]} at ${wrong}. It is [0, 255] for 8 bits.`,
    );
  }
  const planes = Array.from({ length: channels }, (_, channel) => {
    const plane = new Float64Array(height * width);
    for (let pixel = 0; pixel < plane.length; pixel++) {
      const share = (values[pixel * channels + channel]! - black) / (white - black);
      plane[pixel] = Math.min(Math.max(share, 0), 1);
    }
    return plane;
  });
  return { height, width, planes };
}

/** Of each pixel: the grey value itself, or `0.299 red + 0.587 green + 0.114 blue`. */
export function intensityOf(planes: readonly Float64Array[]): Float64Array {
  const [red, green, blue] = planes;
  if (!green || !blue) return red!;
  return red!.map((value, pixel) => LUMA[0] * value + LUMA[1] * green[pixel]! + LUMA[2] * blue[pixel]!);
}
