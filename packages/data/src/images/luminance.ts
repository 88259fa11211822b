/**
 * Return the luminance of a pixel, not rounded. Converts color images to gray for models with one channel.
 *
 * `0.299 red + 0.587 green + 0.114 blue` (ITU-R BT.601)
 *
 * @param values - Pixels on any scale, channels interleaved.
 * @param at - Index of the pixel's first channel in `values`.
 * @param channels - 3, or 1 to return the value unchanged.
 */
export function luminance(values: ArrayLike<number>, at: number, channels: number): number {
  if (channels === 1) return values[at]!;
  return 0.299 * values[at]! + 0.587 * values[at + 1]! + 0.114 * values[at + 2]!;
}
