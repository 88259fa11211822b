import type { CompiledFunction, Engine, HostArray } from "@cellgen/engine";
import { noiseScheduleOf, type SchedulerConfig } from "../src/index.ts";

/** The distribution of every value of an image. */
export interface Normal {
  readonly mean: number;
  readonly deviation: number;
}

export interface GaussianEngine extends Engine {
  /** The inputs of each call so far. */
  readonly calls: Readonly<Record<string, HostArray>>[];
}

/**
 * An engine that puts the exact denoiser of independent normal values in a network's place: predicts v. With a = alphasCumprod[t],
 * d = deviation, `xStart = mean + sqrt(a) d² / (a d² + 1 - a) (xt - sqrt(a) mean)`.
 *
 * @param normalOf - The distribution for a class; undefined for a network without.
 */
export function gaussianEngine(
  scheduler: SchedulerConfig,
  normalOf: (label: number | undefined) => Normal,
): GaussianEngine {
  const { alphasCumprod } = noiseScheduleOf(scheduler);
  const calls: Readonly<Record<string, HostArray>>[] = [];
  return {
    name: "cpu",
    description: "the exact denoiser of a Gaussian",
    calls,
    async compile(_, signature) {
      const [batchSize] = signature["xt"]!.shape;
      const run = async (inputs: Readonly<Record<string, HostArray>>) => {
        calls.push(inputs);
        const { xt, t, labels } = inputs;
        const size = xt!.length / batchSize!;
        const output = Float32Array.from(xt as Float32Array, (x, i) => {
          const image = Math.floor(i / size);
          const { mean, deviation } = normalOf(labels?.[image]);
          const a = alphasCumprod[t![image]!]!;
          const gain = (Math.sqrt(a) * deviation ** 2) / (a * deviation ** 2 + 1 - a);
          const xStart = mean + gain * (x - Math.sqrt(a) * mean);
          return (Math.sqrt(a) * x - xStart) / Math.sqrt(1 - a);
        });
        return { output };
      };
      const outputs = { output: signature["xt"]! };
      return Object.assign(run, { outputs, dispose: async () => {} }) satisfies CompiledFunction;
    },
    dispose: async () => {},
  };
}
