import type { CellImage } from "./cellImage.ts";

/** Weights of red, green and blue in a grey value (ITU-R BT.601, the ones that most image readers use). */
const LUMA = [0.299, 0.587, 0.114] as const;

/** The grey value of pixel `index` (row by row), not rounded. */
export function luminance({ data, channels }: CellImage, index: number): number {
  if (channels === 1) return data[index]!;
  const i = 3 * index;
  return LUMA[0] * data[i]! + LUMA[1] * data[i + 1]! + LUMA[2] * data[i + 2]!;
}
