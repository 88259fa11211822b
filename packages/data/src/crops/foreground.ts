import type { CellImage } from "../images/cellImage.ts";

/** Values that belong to objects. */
export interface Foreground {
  /** Values above it are bright. */
  readonly threshold: number;
  /** Whether the objects are brighter than the background. */
  readonly isBright: boolean;
}

/** Maximum number of pixels from which the threshold is computed. */
const MAX_SAMPLES = 2 ** 18;
const BINS = 256;
/** Values outside of these quantiles do not affect the threshold: hot pixels, dust. */
const QUANTILES = [0.001, 0.999] as const;

/**
 * Compute the threshold between two groups of values that maximizes the variance between them.
 *
 * `threshold = argmax_t w0(t) w1(t) (m0(t) - m1(t))²`, with the weights w and means m of the values up to and above t, on a histogram of 256
 * bins between the 0.1 % and 99.9 % quantiles. NaN and infinite values are ignored.
 *
 * @returns Undefined if all values are equal.
 * @see Otsu 1979, "A threshold selection method from gray-level histograms".
 */
export function otsuThreshold(values: ArrayLike<number>): number | undefined {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  const quantile = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  let [low, high] = [quantile(QUANTILES[0]), quantile(QUANTILES[1])];
  if (!(low < high)) [low, high] = [sorted[0]!, sorted.at(-1)!];
  if (!(low < high)) return undefined;
  const counts = new Float64Array(BINS);
  const width = (high - low) / BINS;
  for (const value of sorted) {
    counts[Math.min(BINS - 1, Math.max(0, Math.floor((value - low) / width)))]!++;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  const sumOfAll = counts.reduce((sum, count, bin) => sum + count * bin, 0);
  let [below, sumBelow] = [0, 0];
  let best = -1;
  // Where several thresholds are equally good, for example in a gap, their middle is used.
  let [first, last] = [0, 0];
  for (let bin = 0; bin < BINS - 1; bin++) {
    below += counts[bin]!;
    sumBelow += counts[bin]! * bin;
    if (below === 0 || below === total) continue;
    const difference = sumBelow / below - (sumOfAll - sumBelow) / (total - below);
    const between = below * (total - below) * difference ** 2;
    if (between > best * (1 + 1e-12)) [best, first, last] = [between, bin, bin];
    else if (between >= best * (1 - 1e-12)) last = bin;
  }
  return low + ((first + last) / 2 + 1) * width;
}

/**
 * Find the foreground of a field with Otsu's threshold on the mean of its channels. The objects are the group with fewer pixels, unless
 * `objects` names them.
 *
 * @returns Undefined if the field is constant.
 */
export function findForeground(
  field: Pick<CellImage, "channels" | "data">,
  objects: "auto" | "bright" | "dark" = "auto",
): Foreground | undefined {
  const count = field.data.length / field.channels;
  const step = Math.max(1, Math.ceil(count / MAX_SAMPLES));
  const values = Float64Array.from({ length: Math.floor(count / step) }, (_, i) => grey(field, i * step));
  const threshold = otsuThreshold(values);
  if (threshold === undefined) return undefined;
  const bright = values.reduce((sum, value) => sum + Number(value > threshold), 0);
  return { threshold, isBright: objects === "auto" ? 2 * bright <= values.length : objects === "bright" };
}

/** Return the share of an image's pixels that are foreground. */
export function foregroundShare(image: CellImage, { threshold, isBright }: Foreground): number {
  const count = image.width * image.height;
  let found = 0;
  for (let i = 0; i < count; i++) if (grey(image, i) > threshold === isBright) found++;
  return found / count;
}

function grey({ data, channels }: Pick<CellImage, "channels" | "data">, pixel: number): number {
  let sum = 0;
  for (let c = 0; c < channels; c++) sum += data[pixel * channels + c]!;
  return sum / channels;
}
