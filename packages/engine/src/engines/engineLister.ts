import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../api/engine.ts";
import { type EngineChoice, engineChoices } from "../api/engineChoices.ts";
import { sizeOf } from "../graph/shape.ts";
import type { CreateEngine } from "./engineStarter.ts";

/** Availability and speed of an engine on this machine. */
export interface EngineReport {
  /** Name for `createEngine`. */
  readonly name: EngineChoice;
  readonly usable: boolean;
  /** Description of the engine, or the reason why it cannot be used. */
  readonly reason: string;
  /** Speed of one 3x3 convolution, in 10⁹ floating-point operations per second. */
  readonly gigaflopsPerSecond?: number;
}

const signature = {
  x: { shape: [4, 32, 32, 64], dtype: "float32" },
  filter: { shape: [3, 3, 64, 64], dtype: "float32" },
} as const;
const gigaflops = (2 * 4 * 32 * 32 * 64 * 3 * 3 * 64) / 1e9;

/** All engines, and `onnx` with each provider except `cpu`, which is `onnx` itself. */
const listed = engineChoices.filter((choice) => choice !== "auto" && choice !== "onnx:cpu");

/** Create `listEngines`, which tests whether every engine works and measures its convolution speed. Takes a few seconds. */
export const engineLister = (createEngine: CreateEngine) => async (): Promise<EngineReport[]> => {
  const reports: EngineReport[] = [];
  for (const name of listed) {
    const report = tried(name, createEngine).catch((error: unknown): EngineReport => {
      return { name, usable: false, reason: error instanceof Error ? error.message : String(error) };
    });
    reports.push(await report);
  }
  return reports;
};

async function tried(name: EngineChoice, createEngine: CreateEngine): Promise<EngineReport> {
  const engine = await createEngine(name);
  try {
    const gigaflopsPerSecond = await convolutionSpeed(engine);
    return { name, usable: true, reason: engine.description, gigaflopsPerSecond };
  } finally {
    await engine.dispose();
  }
}

/** Return the maximum speed of the runs in a third of a second, after a warm-up run. */
async function convolutionSpeed(engine: Engine): Promise<number> {
  const convolve = await engine.compile(
    ({ x, filter }) => ({ y: tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same") }),
    signature,
  );
  const inputs = {
    x: new Float32Array(sizeOf(signature.x.shape)).fill(0.5),
    filter: new Float32Array(sizeOf(signature.filter.shape)).fill(0.5),
  };
  let fastest = Number.POSITIVE_INFINITY;
  await convolve(inputs);
  const deadline = performance.now() + 300;
  do {
    const start = performance.now();
    await convolve(inputs);
    fastest = Math.min(fastest, performance.now() - start);
  } while (performance.now() < deadline);
  return gigaflops / (fastest / 1e3);
}
