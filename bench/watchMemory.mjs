/**
 * A process with monitored memory: `node watchMemory.mjs training|sampling NETWORK BATCH COUNT` takes steps, or samples batches in ten
 * steps each, and prints as JSON its peak, and its memory and tensors after the 100th and later.
 */
import { createEngine } from "@cellgen/engine/node";
import * as tf from "@tensorflow/tfjs-core";
import { cellgenSampling } from "./cellgenSampling.mjs";
import { cellgenStep } from "./cellgenTraining.mjs";
import { networks } from "./networks.mjs";
import { peakBytes } from "./peakBytes.mjs";

const settled = 100;
const [what, name, batchSize, count] = process.argv.slice(2);
const network = { ...networks[name], batchSize: Number(batchSize) };
const engine = await createEngine();
const training = what === "training";
const contestant = await (training ? cellgenStep : cellgenSampling)(engine, network);

const after = [];
for (let done = 1; done <= Number(count); done++) {
  // It takes one more than it is asked for.
  await contestant.time(training ? 0 : 9);
  if (done >= settled) after.push({ bytes: process.memoryUsage.rss(), tensors: tf.memory().numTensors });
  if (done % 10 === 0) process.send?.(done / Number(count));
}
const range = (values) => ({ first: values[0], least: Math.min(...values), greatest: Math.max(...values) });
const report = {
  peakBytes: peakBytes(),
  ...(after.length > 0 && {
    bytes: { ...range(after.map(({ bytes }) => bytes)), last: after.at(-1).bytes },
    tensors: range(after.map(({ tensors }) => tensors)),
  }),
};
console.log(JSON.stringify(report));
await contestant.dispose();
await engine.dispose();
process.disconnect?.();
