import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import { toFloat32 } from "@cellgen/safetensors";
import { readSafetensors } from "@cellgen/safetensors/node";
import { type SamplerNoise, sampleDdim } from "@cellgen/samplers";
import { spacedTimesteps } from "@cellgen/schedules";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { noiseScheduleOf } from "../src/index.ts";
import { compileNetwork } from "../src/network/compileNetwork.ts";
import { loadModel } from "../src/node.ts";
import { modelSampler } from "../src/sampling/modelSampler.ts";

const folder = fileURLToPath(new URL("../../../fixtures/pipelines/", import.meta.url));

interface GoldenRun {
  readonly file: string;
  readonly kwargs: { readonly num_inference_steps: number; readonly eta?: number };
  readonly timesteps: readonly number[];
}

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine("onnx");
});
afterAll(() => engine.dispose());

async function goldenRun(pipeline: string, number: number) {
  const { runs } = JSON.parse(readFileSync(`${folder}${pipeline}/runs.json`, "utf8")) as {
    runs: GoldenRun[];
  };
  const run = runs[number]!;
  const { tensors } = await readSafetensors(`${folder}${pipeline}/${run.file}`);
  const nhwc = (name: string, step = 0) =>
    tf.tidy(() => {
      const { shape, data } = { ...tensors[name]!, data: toFloat32(tensors[name]!) };
      const size = tf.util.sizeFromShape(shape.slice(-4));
      const values = data.subarray(step * size, (step + 1) * size);
      const nchw = tf.tensor4d(values, shape.slice(-4) as [number, number, number, number]);
      return tf.transpose(nchw, [0, 2, 3, 1]).dataSync<"float32">();
    });
  const noise: SamplerNoise = {
    initial: () => nhwc("initial_noise"),
    step: (index) => nhwc("step_noise", index),
  };
  return { run, noise, expected: nhwc("final_sample") };
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

it.each([
  ["ddpm", 0],
  ["ddim", 2],
] as const)("a folder of diffusers generates its %s run %i within 1e-5", async (name, number) => {
  const model = await loadModel(`${folder}${name}`);
  const { run, noise, expected } = await goldenRun(name, number);
  const network = await compileNetwork("goldenPipelines", model, engine, { batchSize: 2 });
  const { num_inference_steps: steps, eta = 0 } = run.kwargs;
  const visited: number[] = [];
  const { sample, options } = modelSampler("goldenPipelines", model.scheduler, { sampler: name, steps, eta });
  const onProgress = ({ t }: { readonly t: number }) => void visited.push(t);
  const samples = await sample(
    network.denoiser({ labelOf: () => undefined, guidanceScale: 1 }, [0, 1]),
    noise,
    { ...options, onProgress },
  );
  expect(visited).toEqual(run.timesteps);
  expect(largestDifference(samples, expected)).toBeLessThan(1e-5);
  await network.dispose();
});

it.each([0, 1])(
  "a folder of diffusers generates its ddim run %i, whose noise is not clipped, within 1e-5",
  async (number) => {
    const model = await loadModel(`${folder}ddim`);
    const { run, noise, expected } = await goldenRun("ddim", number);
    const network = await compileNetwork("goldenPipelines", model, engine, { batchSize: 2 });
    const { predictionType, clipSample, timestepSpacing } = model.scheduler;
    const samples = await sampleDdim(
      network.denoiser({ labelOf: () => undefined, guidanceScale: 1 }, [0, 1]),
      noise,
      {
        schedule: noiseScheduleOf(model.scheduler),
        predictionType,
        clipSample,
        timesteps: spacedTimesteps(timestepSpacing, 1000, run.kwargs.num_inference_steps),
        eta: run.kwargs.eta!,
        noiseFromClipped: false,
      },
    );
    expect(largestDifference(samples, expected)).toBeLessThan(1e-5);
    await network.dispose();
  },
);
