import { gaussianFilter } from "@cellgen/filters";

/** Number of groups of pixels of similar brightness. */
const GROUPS = 16;
/** Standard deviation in pixels of the filter for the brightness around a pixel. */
const BLUR = 2;
const ROUNDS = 5;

/**
 * Estimate the photon noise of a grey image from its pixels: fit a straight line to noise variance against brightness.
 *
 * The pixels are divided into groups of similar brightness, of which the half with the smaller slope is used. The variance of a group is the
 * mean square of the response to Immerkær's mask. Groups have weights of the inverse squared variance. Offset and read noise cannot be
 * separated: a line that is 0 at a positive brightness has this offset and no read noise, any other has read noise and no offset.
 *
 * @returns Gain, offset and read noise in grey levels.
 */
export function estimatePhotonNoise({ values, height, width }) {
  const smooth = gaussianFilter({ values, height, width, channels: 1 }, { blur: BLUR }).values;
  const pixels = [];
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      const i = row * width + column;
      const along = (middle) => values[middle - 1] - 2 * values[middle] + values[middle + 1];
      const response = (along(i - width) - 2 * along(i) + along(i + width)) / 6;
      const slope = Math.hypot(smooth[i + width] - smooth[i - width], smooth[i + 1] - smooth[i - 1]);
      pixels.push({ mean: smooth[i], variance: response ** 2, slope });
    }
  }
  const { gain, atZero } = fitLine(groupsOf(pixels));
  return atZero < 0
    ? { gain, offset: -atZero / gain, read: 0 }
    : { gain, offset: 0, read: Math.sqrt(atZero) };
}

function groupsOf(pixels) {
  pixels.sort((a, b) => a.mean - b.mean);
  return Array.from({ length: GROUPS }, (_, group) => {
    const place = (index) => Math.floor((index * pixels.length) / GROUPS);
    const similar = pixels.slice(place(group), place(group + 1)).sort((a, b) => a.slope - b.slope);
    const flat = similar.slice(0, similar.length >> 1);
    const mean = (name) => flat.reduce((sum, pixel) => sum + pixel[name], 0) / flat.length;
    return { mean: mean("mean"), variance: mean("variance") };
  });
}

/** Fit `variance = gain mean + atZero`, with weights from the variances and then from those of the line. */
function fitLine(groups) {
  const least = Math.min(...groups.map(({ variance }) => variance)) / 2;
  let line = { gain: 0, atZero: 0 };
  let weights = groups.map(({ variance }) => 1 / variance ** 2);
  for (let round = 0; round < ROUNDS; round++) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const mean = (of) => groups.reduce((sum, group, i) => sum + weights[i] * of(group), 0) / total;
    const [x, y] = [mean((group) => group.mean), mean((group) => group.variance)];
    const gain =
      mean((group) => (group.mean - x) * (group.variance - y)) / mean((group) => (group.mean - x) ** 2);
    line = { gain, atZero: y - gain * x };
    weights = groups.map((group) => 1 / Math.max(line.gain * group.mean + line.atZero, least) ** 2);
  }
  return line;
}
