/** Features of images, to compare sets of images by: no network that was trained on other pictures. */

/** Tiles a side. */
const tiles = 4;

/** Of each of 4x4 tiles the mean of each channel, and the standard deviation of the mean of the channels. */
export function featureCount(channels) {
  return tiles * tiles * (channels + 1);
}

/** The features of images with values in [-1, 1], row after row: `[images, featureCount(channels)]`. */
export function imageFeatures(images, { height, width, channels }) {
  const rows = images.map((values) => features(values, height, width, channels));
  return Float64Array.from(rows.flat());
}

function features(values, height, width, channels) {
  const result = [];
  for (let row = 0; row < tiles; row++)
    for (let column = 0; column < tiles; column++) {
      const sums = new Array(channels).fill(0);
      let [count, grey, squares] = [0, 0, 0];
      for (let y = Math.floor((row * height) / tiles); y < Math.floor(((row + 1) * height) / tiles); y++)
        for (
          let x = Math.floor((column * width) / tiles);
          x < Math.floor(((column + 1) * width) / tiles);
          x++
        ) {
          let mean = 0;
          for (let c = 0; c < channels; c++) {
            const value = values[(y * width + x) * channels + c];
            sums[c] += value;
            mean += value / channels;
          }
          count++;
          grey += mean;
          squares += mean * mean;
        }
      const deviation = Math.sqrt(Math.max(squares / count - (grey / count) ** 2, 0));
      result.push(...sums.map((sum) => sum / count), deviation);
    }
  return result;
}

/** Rows of features, each feature less its mean over other rows and divided by its standard deviation there. */
export function standardized(rows, dimension, reference) {
  const count = reference.length / dimension;
  const column = (j) => Array.from({ length: count }, (_, i) => reference[i * dimension + j]);
  const moments = Array.from({ length: dimension }, (_, j) => {
    const values = column(j);
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    return [mean, Math.sqrt(variance) || 1];
  });
  return rows.map((value, i) => (value - moments[i % dimension][0]) / moments[i % dimension][1]);
}
