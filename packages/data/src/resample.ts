import type { CellImage } from "./cellImage.ts";
import { type LanczosTaps, lanczosTaps, tapCount } from "./lanczosTaps.ts";

/** A square part of an image, in its pixels. */
export interface SquareWindow {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/**
 * Scales a square part of an image with a Lanczos filter of three lobes, one axis after the other.
 *
 * `out(x) = Σ_i w_i in(i)`, `w_i ∝ sinc(d_i) sinc(d_i / 3)`, `d_i` the distance in pixels of the coarser of the two images, `Σ w_i = 1`
 *
 * The filter does not look outside the window. Values are rounded and clamped to the depth of the image.
 *
 * @param size - Side of the result, in pixels.
 */
export function resample(image: CellImage, size: number, { left, top, side }: SquareWindow): CellImage {
  const { channels, data } = image;
  const taps = lanczosTaps(side, size);
  const { first, count, weights } = taps;
  const full = data instanceof Uint16Array ? 65535 : 255;
  const rows =
    channels === 1
      ? greyRows(image, { left, top, side }, taps)
      : colourRows(image, { left, top, side }, taps);
  const stride = size * channels;
  const sums = new Float32Array(stride);
  const out = data instanceof Uint16Array ? new Uint16Array(size * stride) : new Uint8Array(size * stride);
  for (let y = 0; y < size; y++) {
    sums.fill(0);
    for (let k = 0; k < count; k++) {
      const weight = weights[y * count + k]!;
      const row = (first[y]! + k) * stride;
      for (let i = 0; i < stride; i++) sums[i]! += weight * rows[row + i]!;
    }
    for (let i = 0; i < stride; i++) out[y * stride + i] = Math.min(full, Math.max(0, Math.round(sums[i]!)));
  }
  return { width: size, height: size, channels, data: out };
}

/** Work of {@link resample}: multiplications. */
export function resampleCost(channels: number, side: number, size: number): number {
  return channels * size * tapCount(side, size) * (side + size);
}

/** The rows of the window scaled: `[side, size]`. */
function greyRows(image: CellImage, { left, top, side }: SquareWindow, taps: LanczosTaps): Float32Array {
  const { width, data } = image;
  const { first, count, weights } = taps;
  const size = first.length;
  const out = new Float32Array(side * size);
  for (let y = 0, o = 0; y < side; y++) {
    const row = (top + y) * width + left;
    for (let x = 0, w = 0; x < size; x++) {
      let sum = 0;
      for (let i = row + first[x]!, end = i + count; i < end; i++) sum += weights[w++]! * data[i]!;
      out[o++] = sum;
    }
  }
  return out;
}

/** The rows of the window scaled: `[side, size, 3]`. */
function colourRows(image: CellImage, { left, top, side }: SquareWindow, taps: LanczosTaps): Float32Array {
  const { width, data } = image;
  const { first, count, weights } = taps;
  const size = first.length;
  const out = new Float32Array(side * size * 3);
  for (let y = 0, o = 0; y < side; y++) {
    const row = ((top + y) * width + left) * 3;
    for (let x = 0, w = 0; x < size; x++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let i = row + 3 * first[x]!, end = i + 3 * count; i < end; i += 3) {
        const weight = weights[w++]!;
        red += weight * data[i]!;
        green += weight * data[i + 1]!;
        blue += weight * data[i + 2]!;
      }
      out[o++] = red;
      out[o++] = green;
      out[o++] = blue;
    }
  }
  return out;
}
