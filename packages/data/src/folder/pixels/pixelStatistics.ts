import type { CellImage } from "../../images/cellImage.ts";

export interface PixelStatistics {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

/** Compute the minimum, maximum and mean over all pixels and channels, without NaN and infinities; 0 if there are no others. */
export function pixelStatistics({ data }: Pick<CellImage, "data">): PixelStatistics {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (!Number.isFinite(value)) continue;
    count++;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  return count === 0 ? { min: 0, max: 0, mean: 0 } : { min, max, mean: sum / count };
}
