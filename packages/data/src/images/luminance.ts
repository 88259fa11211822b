/**
 * The grey value of a pixel, not rounded: what a grey set is made of where its files are in colour.
 *
 * `0.299 red + 0.587 green + 0.114 blue` (ITU-R BT.601, the weights that most image readers use)
 *
 * @param values - Pixels on any scale, their channels beside each other.
 * @param at - Where in `values` the pixel begins.
 * @param channels - 3, or 1, whose value itself is returned.
 */
export function luminance(values: ArrayLike<number>, at: number, channels: number): number {
  if (channels === 1) return values[at]!;
  return 0.299 * values[at]! + 0.587 * values[at + 1]! + 0.114 * values[at + 2]!;
}
