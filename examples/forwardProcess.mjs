// Add noise to an image. For several t, the program prints the mean and the standard deviation of x_t, the signal-to-noise ratio, and the mean
// and the standard deviation of the noise that `predictNoise` recovers from x_t and the image: always 0 and 1.
//
//   node examples/forwardProcess.mjs [image.png] [strip.png]
//
// image.png is a PNG or JPEG file (default, or -: a synthetic image of fluorescent nuclei). strip.png is written with x_t at the same t, side by
// side. Output for the synthetic image:
//
//      t  mean x_t   std x_t        signal/noise  noise's mean   its std
//      0    -0.560     0.574            2.422e+4        -0.003     0.999
//    100    -0.553     0.590               34.18        -0.003     0.999
//    250    -0.517     0.658               5.489        -0.003     0.999
//    500    -0.395     0.819              0.9696        -0.003     0.999
//    750    -0.215     0.951              0.1671        -0.003     0.999
//    900    -0.089     0.992             0.02419        -0.003     0.999
//    999    -0.003     0.999            2.429e-9        -0.003     0.999

import { fromUnitRange, synthesizeCell, toUnitRange } from "@cellgen/data";
import { readImage, writePng } from "@cellgen/data/node";
import { predictNoise, qSample } from "@cellgen/diffusion";
import { noiseSchedule } from "@cellgen/schedules";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";

const [imageFile = "-", stripFile] = process.argv.slice(2);
const size = 128;
const image =
  imageFile === "-"
    ? synthesizeCell("fluorescence", { size, seed: 0, index: 0 }).image
    : await readImage(imageFile, { size });

// The minimum and maximum of the image become -1 and 1; a constant image becomes -1.
const darkest = image.data.reduce((a, b) => Math.min(a, b));
const range = [darkest, image.data.reduce((a, b) => Math.max(a, b), darkest + 1)];
const shape = [1, size, size, image.channels];
const xStart = tf.tensor4d(toUnitRange(image, range), shape);
const noise = tf.randomNormal(shape, 0, 1, "float32", 42);
const schedule = noiseSchedule("squaredcos_cap_v2", 1000);

function meanAndDeviation(x) {
  const [mean, variance] = tf.tidy(() => {
    const moments = tf.moments(x);
    return [moments.mean.dataSync()[0], moments.variance.dataSync()[0]];
  });
  return [mean, Math.sqrt(variance)];
}

const fixed = (value) => value.toFixed(3).padStart(8);
console.log("   t  mean x_t   std x_t        signal/noise  noise's mean   its std");
const strip = [];
for (const step of [0, 100, 250, 500, 750, 900, 999]) {
  const t = tf.tensor1d([step], "int32");
  const xt = qSample(schedule, xStart, t, noise);
  // The output of a perfect network of prediction type "sample" is the image: the rest of x_t is the noise.
  const recovered = predictNoise(schedule, "sample", xStart, xt, t);

  const ratio = schedule.alphasCumprod[step] / (1 - schedule.alphasCumprod[step]);
  const [mean, deviation] = meanAndDeviation(xt);
  const [noiseMean, noiseDeviation] = meanAndDeviation(recovered);
  console.log(
    `${String(step).padStart(4)}  ${fixed(mean)}  ${fixed(deviation)}  ${ratio.toPrecision(4).padStart(18)}  ` +
      `    ${fixed(noiseMean)}  ${fixed(noiseDeviation)}`,
  );
  strip.push(xt);
  tf.dispose([t, recovered]);
}

if (stripFile) {
  const pixels = fromUnitRange(tf.concat(strip, 2).dataSync(), [0, 255]);
  await writePng(stripFile, {
    width: size * strip.length,
    height: size,
    channels: image.channels,
    data: pixels,
  });
  console.log(`wrote ${stripFile}`);
}
