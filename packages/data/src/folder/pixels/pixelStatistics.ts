import type { CellImage } from "../../images/cellImage.ts";

export interface PixelStatistics {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/** Compute the minimum, maximum and mean over all pixels and channels. */
export function pixelStatistics({ data }: Pick<CellImage, "data">): PixelStatistics {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  return { min, max, mean: sum / data.length };
}
