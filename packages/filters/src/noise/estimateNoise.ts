import { checkImage, type FilterImage } from "../filterImage.ts";
import { planesOf } from "../planes.ts";
import { boxMean } from "../smoothing/boxMean.ts";
import { median, quickselect } from "../smoothing/quickselect.ts";

/** Ratio of the standard deviation to the median absolute value of a zero-mean normal distribution. */
const MEDIAN_TO_DEVIATION = 1.482602218505602;
/** Euclidean norm of the mask: sqrt(4² + 4 · 2² + 4 · 1²) = 6. */
const MASK_NORM = 6;
/** Minimum share of pixels at an end of the range for the range to count as clipped there. */
const CUT_OFF_SHARE = 0.005;
/** Minimum distance of an area's mean from a clipped end of the range, in standard deviations of the noise. */
const CLIPPING_MARGIN = 1.5;
/** Minimum number of pixels for an estimate. */
const MIN_PIXELS = 100;
const MAX_ITERATIONS = 8;

/**
 * Estimate the standard deviation of white noise in an image, robust to the image content.
 *
 * `sigma = 1.4826 median |(mask * g)(x)| / 6` over the selected pixels x, `mask = [1 -2 1; -2 4 -2; 1 -2 1]`, the root mean square over
 * channels
 *
 * The mask (Immerkær 1996) suppresses flat and linear regions and edges along rows and columns. The median suppresses remaining spots and
 * edges if they cover less than half of the pixels (Donoho and Johnstone 1994). Two rules adapt the estimate to cell images: it uses only
 * the half of the pixels with the smallest slope of the 5x5 mean, and, if pixels are clipped at an end of their range, as in dark-field
 * images, only areas whose mean is at least 1.5 sigma away from that end (found iteratively).
 *
 * Texture with a scale of one or two pixels is counted as noise: see the README for results on cell images. Noise that was scaled,
 * compressed or smoothed together with the image is not white, and its estimate is too low.
 *
 * @param image - At least 3x3 pixels. Below 16x16 the estimate is rough.
 * @returns The standard deviation in units of the pixel values; 0 for a constant image.
 * @throws TypeError if the values are not a Float32Array or Float64Array; RangeError if they are not height * width * channels finite
 *   numbers, or the image is smaller than 3x3.
 * @see Immerkær 1996, Computer Vision and Image Understanding 64; Donoho and Johnstone 1994, Biometrika 81.
 */
export function estimateNoise(image: FilterImage): number {
  checkImage("estimateNoise", image);
  const { height, width } = image;
  if (height < 3 || width < 3) {
    throw new RangeError(`estimateNoise: image must have at least 3x3 pixels, got ${height}x${width}.`);
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

/** Return the ends of the range at which pixels are clipped; infinite if none are. */
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

/** Estimate the standard deviation of zero-mean normal numbers from their median absolute value. */
function deviation(responses: Float64Array): number {
  return MEDIAN_TO_DEVIATION * median(responses.map(Math.abs));
}

/** Convolve with the mask, normalized so that white noise keeps its standard deviation: `[height - 2, width - 2]`. */
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

/** Return |∇| by central differences, `[height - 2, width - 2]`. */
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

/** Return the plane without its outermost pixels. */
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
