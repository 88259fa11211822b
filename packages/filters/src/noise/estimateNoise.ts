import { checkImage, type FilterImage } from "../filterImage.ts";
import { planesOf } from "../planes.ts";
import { boxMean } from "../smoothing/boxMean.ts";
import { median, quickselect } from "../smoothing/quickselect.ts";

/** Standard deviation of a normal distribution whose absolute values have median 1. */
const MEDIAN_TO_DEVIATION = 1.482602218505602;
/** The root of the sum of the mask's squares: 4² + 4 · 2² + 4 · 1² = 36. */
const MASK_NORM = 6;
/** An end of the range is one where pixels were cut off if this share of them lies there. */
const CUT_OFF_SHARE = 0.005;
/** Minimum distance of an area's mean from a clipped end of the range, in standard deviations of the noise. */
const CLIPPING_MARGIN = 1.5;
/** Minimum number of pixels of an estimate. */
const MIN_PIXELS = 100;
const MAX_ITERATIONS = 8;

/**
 * The standard deviation of the white noise in an image, robust to what the image shows.
 *
 * `sigma = 1.4826 median |(mask * g)(x)| / 6` over the pixels x that are taken, `mask = [1 -2 1; -2 4 -2; 1 -2 1]`, the root mean square over channels
 *
 * The mask (Immerkær 1996) does not see what is even or slanted or an edge along a row or column. Of what it does see, the median leaves out
 * spots and edges that cover less than half of the pixels (Donoho and Johnstone 1994). Two things are made for cells: only the half of the pixels
 * with the smallest slope of the 5x5 mean is taken; and where the pixels were cut off at the end of their range, as in files of dark fields, only
 * areas whose mean is 1.5 sigma or more away from there (found in a few rounds).
 *
 * It takes texture of one or two pixels for noise: see the README for what it finds in cell images. Noise that was scaled, compressed or
 * smoothed with the image is not white and comes out too low.
 *
 * @param image - From 3x3 pixels; below 16x16 the estimate is rough.
 * @returns The standard deviation in units of the pixels; 0 for an even image.
 * @throws TypeError if the values are no Float32Array or Float64Array; RangeError if they are not height * width * channels finite
 *   numbers, or the image is smaller than 3x3.
 * @see Immerkær 1996, Computer Vision and Image Understanding 64; Donoho and Johnstone 1994, Biometrika 81.
 */
export function estimateNoise(image: FilterImage): number {
  checkImage("estimateNoise", image);
  const { height, width } = image;
  if (height < 3 || width < 3) {
    throw new RangeError(`estimateNoise: image must have 3x3 pixels or more, got ${height}x${width}.`);
  }
  const planes = planesOf(image);
  const variances = planes.map((plane) => noiseOfPlane(plane, height, width) ** 2);
  return Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0) / planes.length);
}

function noiseOfPlane(plane: Float64Array, height: number, width: number): number {
  const { low, high } = cutOffs(plane);
  const slope = slopes(boxMean(plane, height, width, 2), height, width);
  const mean = interior(boxMean(plane, height, width, 1), height, width);
  const response = maskResponse(plane, height, width);
  let sigma = deviation(response);
  for (let round = 0; round < MAX_ITERATIONS; round++) {
    const clearance = CLIPPING_MARGIN * sigma;
    const clear = indices(mean.length, (i) => mean[i]! >= low + clearance && mean[i]! <= high - clearance);
    if (clear.length < MIN_PIXELS) break;
    const steepest = quickselect(
      Float64Array.from(clear, (i) => slope[i]!),
      clear.length >> 1,
    );
    const flat = clear.filter((i) => slope[i]! <= steepest);
    const next = deviation(Float64Array.from(flat, (i) => response[i]!));
    const settled = Math.abs(next - sigma) < 0.01 * sigma;
    sigma = next;
    if (settled) break;
  }
  return sigma;
}

/** The ends of the range at which pixels were cut off; infinite where they were not. */
function cutOffs(plane: Float64Array): { low: number; high: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of plane) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  let atMin = 0;
  let atMax = 0;
  for (const value of plane) {
    if (value === min) atMin++;
    if (value === max) atMax++;
  }
  const many = CUT_OFF_SHARE * plane.length;
  return {
    low: atMin > many ? min : Number.NEGATIVE_INFINITY,
    high: atMax > many ? max : Number.POSITIVE_INFINITY,
  };
}

/** The standard deviation of normal numbers around 0, by their median. */
function deviation(responses: Float64Array): number {
  return MEDIAN_TO_DEVIATION * median(responses.map(Math.abs));
}

/** White noise of standard deviation 1 gives normal numbers of standard deviation 1: `[height - 2, width - 2]`. */
function maskResponse(plane: Float64Array, height: number, width: number): Float64Array {
  const out = new Float64Array((height - 2) * (width - 2));
  for (let row = 1, o = 0; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++, o++) {
      const i = row * width + column;
      const along = (middle: number): number => plane[middle - 1]! - 2 * plane[middle]! + plane[middle + 1]!;
      out[o] = (along(i - width) - 2 * along(i) + along(i + width)) / MASK_NORM;
    }
  }
  return out;
}

/** |∇| by central differences, `[height - 2, width - 2]`. */
function slopes(plane: Float64Array, height: number, width: number): Float64Array {
  const out = new Float64Array((height - 2) * (width - 2));
  for (let row = 1, o = 0; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++, o++) {
      const i = row * width + column;
      out[o] = Math.hypot(plane[i + width]! - plane[i - width]!, plane[i + 1]! - plane[i - 1]!);
    }
  }
  return out;
}

/** Without the outermost pixels. */
function interior(plane: Float64Array, height: number, width: number): Float64Array {
  const out = new Float64Array((height - 2) * (width - 2));
  for (let row = 1; row < height - 1; row++) {
    out.set(plane.subarray(row * width + 1, (row + 1) * width - 1), (row - 1) * (width - 2));
  }
  return out;
}

function indices(count: number, keep: (index: number) => boolean): Uint32Array {
  let kept = 0;
  const out = new Uint32Array(count);
  for (let i = 0; i < count; i++) if (keep(i)) out[kept++] = i;
  return out.subarray(0, kept);
}
