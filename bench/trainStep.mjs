/**
 * A training step beside PyTorch's, in one run: forward and backward alone, and the whole step (noise, clipping, AdamW, EMA).
 *
 *     PYTHON=venv/bin/python node bench/trainStep.mjs [rounds]
 *
 * The two take turns, since a machine's speed changes within minutes: read the ratio. PyTorch runs eagerly, channels last, with the
 * fused AdamW, which is its best way here. Build first.
 */
import { countFlops } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { randomStream } from "@cellgen/random";
import { noiseSchedule } from "@cellgen/schedules";
import { createTrainer, trainingStep } from "@cellgen/training";
import { unet } from "@cellgen/unet";
import { startPeer } from "./peer.mjs";

const channels = [64, 128, 128];
const batchSize = 8;
const side = 32;
const rounds = Number(process.argv[2] ?? 8);
const stepsInARound = 3;

const network = unet({
  blockOutChannels: channels,
  downBlockTypes: ["DownBlock2D", "DownBlock2D", "AttnDownBlock2D"],
  upBlockTypes: ["AttnUpBlock2D", "UpBlock2D", "UpBlock2D"],
  layersPerBlock: 2,
  normNumGroups: 8,
  attentionHeadDim: null,
});
const schedule = noiseSchedule("linear");
const predictionType = "epsilon";
const images = batchSize * side * side * 3;
const xStart = randomStream(0, "images").fillUniform(new Float32Array(images));
const batches = {
  batchSize,
  height: side,
  width: side,
  channels: 3,
  batch: async () => ({ xStart, labels: new Int32Array(batchSize) }),
};

const engine = await createEngine();
const start = performance.now();
const trainer = await createTrainer({
  engine,
  unet: network,
  schedule,
  predictionType,
  batches,
  steps: 1e6,
  seed: 0,
});
const seconds = (performance.now() - start) / 1e3;
const step = trainingStep({ unet: network, schedule, predictionType, batchSize, height: side, width: side });
const gradient = await engine.compile(step.fn, step.signature);
const noise = randomStream(0, "noise").fillNormal(new Float32Array(images));
const inputs = { xStart, noise, t: Int32Array.from({ length: batchSize }, (_, image) => 120 * image) };
for (const [name, values] of Object.entries(trainer.parameters())) inputs[`parameters/${name}`] = values;
const outputs = await gradient(inputs);

const ours = {
  async gradient(count) {
    const milliseconds = [];
    for (let i = 0; i < count; i++) {
      const began = performance.now();
      await gradient(inputs, outputs);
      milliseconds.push(performance.now() - began);
    }
    return milliseconds;
  },
  async step(count) {
    const milliseconds = [];
    for await (const record of trainer.run()) {
      milliseconds.push(record.stepMilliseconds);
      if (milliseconds.length === count) break;
    }
    return milliseconds;
  },
};

const peer = await startPeer([batchSize, side, ...channels]);
const description = peer.name ? `${peer.name}, ${peer.threads} threads` : peer.missing;
console.log(
  `network   ${channels.join(", ")} channels, ${network.parameterCount} parameters, batch ${batchSize}, ${side}x${side}x3`,
);
console.log(`cellgen   ${engine.description}; set up in ${seconds.toFixed(1)} s`);
console.log(`peer      ${description}`);
if (peer.name && peer.parameters !== network.parameterCount) {
  throw new Error(`peer.py's network has ${peer.parameters} parameters, not ${network.parameterCount}.`);
}

const times = { gradient: { ours: [], peer: [] }, step: { ours: [], peer: [] } };
for (const what of ["gradient", "step"]) {
  // The first ones warm up.
  await ours[what](2);
  await peer.time?.(what, 2);
}
for (let round = 0; round < rounds; round++) {
  for (const what of ["gradient", "step"]) {
    times[what].ours.push(...(await ours[what](stepsInARound)));
    if (peer.time) times[what].peer.push(...(await peer.time(what, stepsInARound)));
  }
}
peer.stop?.();
await gradient.dispose();
await trainer.dispose();
await engine.dispose();

const flops = countFlops(step.fn, step.signature);
for (const [what, label] of [
  ["gradient", "forward and backward"],
  ["step", "whole step"],
]) {
  const own = summary(times[what].ours);
  const speed = `${(flops / own.median / 1e6).toFixed(0)} GFLOP/s`;
  let line = `${label.padEnd(21)} cellgen ${own.text} ms, ${speed}`;
  if (peer.time) {
    const other = summary(times[what].peer);
    const fastest = (own.fastest / other.fastest).toFixed(2);
    line += `   peer ${other.text} ms   ratio ${(own.median / other.median).toFixed(2)} (of the fastest ${fastest})`;
  }
  console.log(line);
}

function summary(milliseconds) {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const median = sorted[sorted.length >> 1];
  const fastest = sorted[0];
  return { median, fastest, text: `${median.toFixed(1)} (min ${fastest.toFixed(1)})` };
}
