import type { CellImage } from "../images/cellImage.ts";
import type { ValueRange } from "../images/valueRange.ts";

/**
 * Reduce an image to a small gray one: the mean of the channels, each on its range, averaged over boxes of pixels.
 *
 * @param ranges - Pixel values that map to 0 and 1, for each channel.
 * @returns `[height, width]`, in 0…1 for values within the ranges.
 */
export function imageThumbnail(
  { width, height, channels, data }: CellImage,
  ranges: readonly ValueRange[],
  size: { readonly width: number; readonly height: number },
): Float32Array {
  const columns = edges(width, size.width);
  const rows = edges(height, size.height);
  const thumbnail = new Float32Array(size.width * size.height);
  for (let row = 0; row < size.height; row++) {
    for (let column = 0; column < size.width; column++) {
      const [left, right] = columns[column]!;
      const [top, bottom] = rows[row]!;
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
          for (let c = 0; c < channels; c++) {
            const [low, high] = ranges[c]!;
            const value = data[(y * width + x) * channels + c]!;
            if (Number.isFinite(value)) sum += (value - low) / (high - low);
          }
        }
      }
      thumbnail[row * size.width + column] = sum / (channels * (right - left) * (bottom - top));
    }
  }
  return thumbnail;
}

/** Divide a length into parts of at least one pixel; parts overlap if there are more of them than pixels. */
function edges(length: number, parts: number): (readonly [from: number, to: number])[] {
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.min(length - 1, Math.floor((part * length) / parts));
    return [from, Math.max(from + 1, Math.floor(((part + 1) * length) / parts))] as const;
  });
}
