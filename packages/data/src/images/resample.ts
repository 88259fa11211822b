import type { PixelArray, PixelWindow } from "@cellgen/filters";
import type { ImageSize } from "./imageSize.ts";
import { type LanczosTaps, lanczosTaps, tapCount } from "./lanczosTaps.ts";

/**
 * Resample a rectangle of an image with a three-lobe Lanczos filter, first along the rows, then along the columns.
 *
 * `out(x) = Σ_i w_i in(i)`, `w_i ∝ sinc(d_i) sinc(d_i / 3)`, `d_i` the distance in pixels of the coarser image, `Σ w_i = 1`
 *
 * The filter uses only pixels inside the window.
 *
 * @param values - `[height, width, channels]`.
 * @param image - Width and number of channels of `values`.
 * @param size - Height and width of the result.
 * @returns New array `[...size, channels]`, neither rounded nor clamped.
 */
export function resample(
  values: PixelArray,
  image: { readonly width: number; readonly channels: number },
  window: PixelWindow,
  [height, width]: readonly [height: number, width: number],
): Float32Array {
  const rows = alongRows(values, image, window, width);
  if (window.height === height) return rows;
  const { first, count, weights } = lanczosTaps(window.height, height);
  const stride = width * image.channels;
  const out = new Float32Array(height * stride);
  for (let y = 0; y < height; y++) {
    for (let k = 0; k < count; k++) {
      const weight = weights[y * count + k]!;
      const from = (first[y]! + k) * stride;
      for (let i = 0; i < stride; i++) out[y * stride + i]! += weight * rows[from + i]!;
    }
  }
  return out;
}

/** Return the number of multiplications of {@link resample}. */
export function resampleCost(channels: number, from: ImageSize, to: ImageSize): number {
  const alongRows = from.height * to.width * tapCount(from.width, to.width);
  const alongColumns = to.height * to.width * tapCount(from.height, to.height);
  return channels * (alongRows + alongColumns);
}

/** Resample the rows of the window: `[window.height, width, channels]`. */
function alongRows(
  values: PixelArray,
  image: { readonly width: number; readonly channels: number },
  { left, top, width: from, height }: PixelWindow,
  width: number,
): Float32Array {
  const { channels } = image;
  const out = new Float32Array(height * width * channels);
  const taps = from === width ? undefined : lanczosTaps(from, width);
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * image.width + left) * channels;
    const row = out.subarray(y * width * channels, (y + 1) * width * channels);
    if (!taps) row.set(values.subarray(start, start + row.length));
    else if (channels === 3) scaleColourRow(values, start, taps, row);
    else for (let c = 0; c < channels; c++) scaleRow(values, start + c, taps, row.subarray(c), channels);
  }
  return out;
}

/** Resample one channel of a row. */
function scaleRow(
  values: PixelArray,
  start: number,
  { first, count, weights }: LanczosTaps,
  row: Float32Array,
  channels: number,
): void {
  for (let x = 0, w = 0; x < first.length; x++) {
    let sum = 0;
    for (let k = 0, i = start + first[x]! * channels; k < count; k++, i += channels)
      sum += weights[w++]! * values[i]!;
    row[x * channels] = sum;
  }
}

/** Resample three channels of a row at once, which is faster than channel by channel. */
function scaleColourRow(
  values: PixelArray,
  start: number,
  { first, count, weights }: LanczosTaps,
  row: Float32Array,
): void {
  for (let x = 0, w = 0, o = 0; x < first.length; x++) {
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let k = 0, i = start + 3 * first[x]!; k < count; k++, i += 3) {
      const weight = weights[w++]!;
      red += weight * values[i]!;
      green += weight * values[i + 1]!;
      blue += weight * values[i + 2]!;
    }
    row[o++] = red;
    row[o++] = green;
    row[o++] = blue;
  }
}
