// Train a small diffusion model of points on a ring and generate points, with @cellgen/schedules and @cellgen/diffusion only. The network and the
// optimizer are plain TensorFlow.js.
//
//   node examples/trainToyModel.mjs
//
// Takes about 10 seconds. All random numbers are seeded. Output (the last digit may differ on other machines):
//
//   step   1  mean loss 0.981
//   step 100  mean loss 0.337
//   step 200  mean loss 0.304
//   step 300  mean loss 0.294
//   step 400  mean loss 0.276
//   step 500  mean loss 0.270
//   step 600  mean loss 0.269
//   points of the data       radius 0.697 ± 0.052  quadrants 27% 25% 24% 24%
//   points of the network    radius 0.687 ± 0.065  quadrants 28% 24% 23% 25%

import { pSample, simpleLoss } from "@cellgen/diffusion";
import { noiseSchedule } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs";

await tf.setBackend("cpu");

const numTimesteps = 50;
const schedule = noiseSchedule("squaredcos_cap_v2", numTimesteps);
const predictionType = "epsilon";
let seed = 1; // of the next random tensor; TensorFlow.js treats 0 as no seed

/** Points near a circle of radius 0.7, as images of 1x1 pixel and two channels: x and y, in [-1, 1]. */
function ring(count) {
  const angles = tf.randomUniform([count, 1, 1, 1], 0, 2 * Math.PI, "float32", seed++);
  const radii = tf.randomNormal([count, 1, 1, 1], 0.7, 0.05, "float32", seed++);
  return tf.concat([tf.mul(radii, tf.cos(angles)), tf.mul(radii, tf.sin(angles))], 3);
}

/** A perceptron of the point and four functions of its timestep. */
const layer = (units, activation, inputShape) => {
  const kernelInitializer = tf.initializers.varianceScaling({ scale: 2, mode: "fanIn", seed: seed++ });
  return tf.layers.dense({ units, activation, inputShape, kernelInitializer });
};
const network = tf.sequential({
  layers: [layer(64, "swish", [6]), layer(64, "swish"), layer(64, "swish"), layer(2, "linear")],
});

function denoise(xt, t) {
  const [count] = t.shape;
  const angle = tf.mul(tf.reshape(tf.cast(t, "float32"), [count, 1]), Math.PI / numTimesteps);
  const ofTime = [tf.cos(angle), tf.sin(angle), tf.cos(tf.mul(angle, 2)), tf.sin(tf.mul(angle, 2))];
  const output = network.apply(tf.concat([tf.reshape(xt, [count, 2]), ...ofTime], 1));
  return tf.reshape(output, xt.shape);
}

// Training: random points, random timesteps, random noise; the loss is the mean squared error of the predicted noise.
const steps = 600;
const batchSize = 128;
const optimizer = tf.train.adam(1e-2);
let losses = [];
for (let step = 1; step <= steps; step++) {
  optimizer.learningRate = 1e-2 * (1 - (step - 1) / steps);
  const loss = tf.tidy(() => {
    const t = tf.randomUniform([batchSize], 0, numTimesteps, "int32", seed++);
    const xStart = ring(batchSize);
    const noise = tf.randomNormal(xStart.shape, 0, 1, "float32", seed++);
    const lossOf = () => simpleLoss(schedule, predictionType, denoise, xStart, t, noise);
    return optimizer.minimize(lossOf, true).dataSync()[0];
  });
  losses.push(loss);
  if (step === 1 || step % 100 === 0) {
    const mean = losses.reduce((total, value) => total + value) / losses.length;
    console.log(`step ${String(step).padStart(3)}  mean loss ${mean.toFixed(3)}`);
    losses = [];
  }
}

// Sampling: from pure noise, one reverse step at a time.
const count = 500;
let xt = tf.randomNormal([count, 1, 1, 2], 0, 1, "float32", seed++);
for (let step = numTimesteps - 1; step >= 0; step--) {
  const xPrev = tf.tidy(() => {
    const t = tf.fill([count], step, "int32");
    const noise = tf.randomNormal(xt.shape, 0, 1, "float32", seed++);
    return pSample(schedule, predictionType, denoise(xt, t), xt, t, noise);
  });
  xt.dispose();
  xt = xPrev;
}

function describe(name, points) {
  const places = points.arraySync().map(([[place]]) => place);
  const radii = tf.moments(tf.tensor1d(places.map(([x, y]) => Math.hypot(x, y))));
  const [mean, deviation] = [radii.mean.dataSync()[0], Math.sqrt(radii.variance.dataSync()[0])];
  const quadrants = [0, 0, 0, 0];
  for (const [x, y] of places) quadrants[(x > 0 ? 2 : 0) + (y > 0 ? 1 : 0)] += 1;
  const shares = quadrants.map((n) => `${Math.round((100 * n) / count)}%`).join(" ");
  console.log(`${name}  radius ${mean.toFixed(3)} ± ${deviation.toFixed(3)}  quadrants ${shares}`);
}
describe("points of the data     ", ring(count));
describe("points of the network  ", xt);
