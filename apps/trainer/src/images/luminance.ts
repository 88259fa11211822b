/**
 * The grey value of a pixel that begins at `index`: `0.299 R + 0.587 G + 0.114 B` (ITU-R BT.601), which is what a grey model was trained
 * on; the value itself where there is one channel.
 */
export function luminance(values: ArrayLike<number>, index: number, channels: number): number {
  if (channels === 1) return values[index]!;
  return 0.299 * values[index]! + 0.587 * values[index + 1]! + 0.114 * values[index + 2]!;
}
