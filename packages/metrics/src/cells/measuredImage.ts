import { checkValues, type Pixels } from "../pixels.ts";

/** An image to measure. */
export interface MeasuredImage {
  /** `[height, width, channels]`, row by row with interleaved channels. */
  readonly values: Pixels;
  readonly height: number;
  readonly width: number;
  /** 1 for grayscale, 3 for red, green, blue. Of images with other channels, one is measured: see `segmentChannel`. */
  readonly channels: number;
}

export interface MeasuredImageOptions {
  /** Index of the only channel to segment and measure, as grayscale. @default all */
  readonly segmentChannel?: number | undefined;
  /** Values of black and white: `[0, 255]` for 8 bits, `[0, 65535]` for 16 bits. @default [-1, 1] */
  readonly valueRange?: readonly [number, number];
}

/** An image with values scaled to 0 (black) … 1 (white). */
export interface UnitPlanes {
  readonly height: number;
  readonly width: number;
  /** One plane for grayscale or a single channel; red, green and blue for color: each `[height, width]`, row by row. */
  readonly planes: readonly Float64Array[];
}

/** Tolerance for rounding beyond the range, as a share of it. Such values are clipped. */
const ROUNDING = 1e-3;

/** Weights of red, green and blue in the gray value (ITU-R BT.601). */
export const LUMA = [0.299, 0.587, 0.114] as const;

/**
 * Check an image and split it into channels.
 *
 * @throws TypeError or RangeError prefixed with `caller` if a check fails.
 */
export function unitPlanes(caller: string, image: MeasuredImage, options: MeasuredImageOptions): UnitPlanes {
  const { values, height, width, channels } = image;
  const [black, white] = options.valueRange ?? [-1, 1];
  for (const [name, side] of [
    ["height", height],
    ["width", width],
  ] as const) {
    if (!Number.isInteger(side) || side < 1) {
      throw new RangeError(`${caller}: ${name} must be a positive integer, got ${side}.`);
    }
  }
  const { segmentChannel } = options;
  if (segmentChannel === undefined && channels !== 1 && channels !== 3) {
    throw new RangeError(
      `${caller}: channels must be 1 or 3 without segmentChannel, got ${channels}. Choose the channel to segment.`,
    );
  }
  const isChannel = segmentChannel === undefined || (Number.isInteger(segmentChannel) && segmentChannel >= 0);
  if (!isChannel || (segmentChannel ?? 0) >= channels) {
    throw new RangeError(
      `${caller}: segmentChannel must be an integer from 0 to ${channels - 1}, got ${segmentChannel}.`,
    );
  }
  if (!(white > black && Number.isFinite(white - black))) {
    throw new RangeError(`${caller}: valueRange must be ascending, got [${black}, ${white}].`);
  }
  checkValues(caller, "values", values);
  if (values.length !== height * width * channels) {
    throw new RangeError(
      `${caller}: values must have ${height} x ${width} x ${channels} = ${height * width * channels} values, got ${values.length}.`,
    );
  }
  const slack = ROUNDING * (white - black);
  const wrong = values.findIndex((value) => value < black - slack || value > white + slack);
  if (wrong !== -1) {
    throw new RangeError(
      `${caller}: values must be in valueRange [${black}, ${white}], got ${values[wrong]} at index ${wrong}. Use [0, 255] for 8 bits.`,
    );
  }
  const measured =
    segmentChannel === undefined
      ? Array.from({ length: channels }, (_, channel) => channel)
      : [segmentChannel];
  const planes = measured.map((channel) => {
    const plane = new Float64Array(height * width);
    for (let pixel = 0; pixel < plane.length; pixel++) {
      const share = (values[pixel * channels + channel]! - black) / (white - black);
      plane[pixel] = Math.min(Math.max(share, 0), 1);
    }
    return plane;
  });
  return { height, width, planes };
}

/** Return the gray value of each pixel: the value itself, or `0.299 red + 0.587 green + 0.114 blue`. */
export function intensityOf(planes: readonly Float64Array[]): Float64Array {
  const [red, green, blue] = planes;
  if (!green || !blue) return red!;
  return red!.map((value, pixel) => LUMA[0] * value + LUMA[1] * green[pixel]! + LUMA[2] * blue[pixel]!);
}
