/** Training with cellgen as contestants: functions of a count that return the milliseconds of that number of runs. */
import { countFlops } from "@cellgen/engine";
import { randomStream } from "@cellgen/random";
import { noiseSchedule } from "@cellgen/schedules";
import { createTrainer, trainingStep } from "@cellgen/training";
import { timeRuns } from "./timeRuns.mjs";

const schedule = noiseSchedule("linear");
const predictionType = "epsilon";

/** Forward and backward of fixed inputs, and how many floating-point operations they are. */
export async function cellgenGradient(engine, { unet, batchSize, side }) {
  const step = trainingStep({ unet, schedule, predictionType, batchSize, height: side, width: side });
  const compiled = await engine.compile(step.fn, step.signature);
  const { xStart } = images(unet, batchSize, side);
  const noise = randomStream(0, "noise").fillNormal(new Float32Array(xStart.length));
  const inputs = { xStart, noise, t: Int32Array.from({ length: batchSize }, (_, i) => (120 * i) % 1000) };
  for (const [name, values] of Object.entries(unet.init(0))) inputs[`parameters/${name}`] = values;
  const outputs = await compiled(inputs);
  return {
    flops: countFlops(step.fn, step.signature),
    time: (count) => timeRuns(() => compiled(inputs, outputs), count),
    dispose: () => compiled.dispose(),
  };
}

/** Whole steps as `cellgen train` takes them: random numbers, forward and backward, clipping, AdamW, moving average. */
export async function cellgenStep(engine, { unet, batchSize, side }) {
  const trainer = await createTrainer({
    engine,
    unet,
    schedule,
    predictionType,
    batches: {
      batchSize,
      height: side,
      width: side,
      channels: unet.config.inChannels,
      batch: async () => images(unet, batchSize, side),
    },
    steps: 1e6,
    seed: 0,
  });
  return {
    async time(count) {
      const milliseconds = [];
      for await (const { stepMilliseconds } of trainer.run()) {
        milliseconds.push(stepMilliseconds);
        if (milliseconds.length > count) break;
      }
      return milliseconds.slice(1);
    },
    dispose: () => trainer.dispose(),
  };
}

const drawn = new Map();

function images({ config }, batchSize, side) {
  const length = batchSize * side * side * config.inChannels;
  if (!drawn.has(length)) drawn.set(length, randomStream(0, "images").fillUniform(new Float32Array(length)));
  return { xStart: drawn.get(length), labels: new Int32Array(batchSize) };
}
