/** A rectangle of an image, in pixels. */
export interface PixelWindow {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Array types for pixel values. */
export type PixelArray =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Float32Array
  | Float64Array;

/**
 * Copy a rectangle of pixels from an image.
 *
 * @param values - `[height, width, channels]`, row by row.
 * @param image - Width and number of channels of the image.
 * @param window - The rectangle, inside the image.
 * @returns `[window.height, window.width, channels]`. New array of the same type.
 */
export function cropValues<Values extends PixelArray>(
  values: Values,
  { width, channels }: { readonly width: number; readonly channels: number },
  window: PixelWindow,
): Values {
  const row = window.width * channels;
  const out = values.slice(0, window.height * row) as Values;
  for (let y = 0; y < window.height; y++) {
    const from = ((window.top + y) * width + window.left) * channels;
    out.set(values.subarray(from, from + row), y * row);
  }
  return out;
}
