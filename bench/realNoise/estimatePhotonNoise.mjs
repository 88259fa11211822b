/** Number of groups of pixels of similar brightness. */
const GROUPS = 16;
/** Radii in pixels of the squares whose means give the brightness around a pixel, and its slope. */
const BRIGHTNESS_RADIUS = 3;
const SLOPE_RADIUS = 2;
const ROUNDS = 5;

/**
 * Estimate the photon noise of a gray image from its pixels: fit a straight line to noise variance against brightness.
 *
 * The pixels are divided into groups of similar brightness, of which the half with the smaller slope is used. The variance of a group is the
 * mean square of the response to Immerkær's mask. Groups have weights of the inverse squared variance. Offset and read noise cannot be
 * separated: a line that is 0 at a positive brightness has this offset and no read noise, any other has read noise and no offset.
 *
 * @returns Gain, offset and read noise in gray levels.
 */
export function estimatePhotonNoise({ values, height, width }) {
  const brightness = boxMean(values, height, width, BRIGHTNESS_RADIUS);
  // The difference of two such means excludes the 3x3 pixels of the mask.
  const smooth = boxMean(values, height, width, SLOPE_RADIUS);
  const pixels = [];
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      const i = row * width + column;
      const along = (middle) => values[middle - 1] - 2 * values[middle] + values[middle + 1];
      const response = (along(i - width) - 2 * along(i) + along(i + width)) / 6;
      const slope = Math.hypot(smooth[i + width] - smooth[i - width], smooth[i + 1] - smooth[i - 1]);
      pixels.push({ mean: brightness[i], variance: response ** 2, slope });
    }
  }
  const { gain, atZero } = fitLine(groupsOf(pixels));
  return atZero < 0
    ? { gain, offset: -atZero / gain, read: 0 }
    : { gain, offset: 0, read: Math.sqrt(atZero) };
}

/** Means of squares of `2 radius + 1` pixels, with reflection at the edges. */
function boxMean(values, height, width, radius) {
  const side = 2 * radius + 1;
  const along = (source, stride, step, lines, length) => {
    const out = new Float64Array(source.length);
    for (let line = 0; line < lines; line++) {
      for (let i = 0; i < length; i++) {
        let sum = 0;
        for (let k = i - radius; k <= i + radius; k++) {
          const place = k < 0 ? -k - 1 : k < length ? k : 2 * length - k - 1;
          sum += source[line * stride + place * step];
        }
        out[line * stride + i * step] = sum / side;
      }
    }
    return out;
  };
  return along(along(values, width, 1, height, width), 1, width, width, height);
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
