import type { Engine, HostArray, Signature } from "@cellgen/engine";
import { adamw, cosineLearningRate, flatMemory } from "@cellgen/training";
import * as tf from "@tensorflow/tfjs-core";

/** What all trainings of this package take. */
export interface FitOptions {
  /** Runs the network. It stays the caller's. */
  readonly engine: Engine;
  /** An integer, 0…2^53-1: of the first weights, of the order of the images and of how they are turned. */
  readonly seed: number;
  /** Called after each step. */
  readonly onProgress?: (progress: {
    readonly step: number;
    readonly steps: number;
    readonly loss: number;
  }) => void;
  /** Ends the training with `signal.reason`. */
  readonly signal?: AbortSignal;
}

export interface Objective {
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly first: Readonly<Record<string, Float32Array>>;
  /** Of the inputs beside the parameters. */
  readonly signature: Signature;
  readonly steps: number;
  loss(
    parameters: Readonly<Record<string, tf.Tensor>>,
    inputs: Readonly<Record<string, tf.Tensor>>,
  ): tf.Scalar;
  /** The inputs of a step, from 1. */
  inputs(step: number): Readonly<Record<string, HostArray>>;
}

const WARMUP_STEPS = 20;
const learningRate = 2e-3;
const weightDecay = 0.02;

/**
 * Minimises a loss: a compiled step gives it and its gradient, AdamW with clipping and a warmed-up cosine learning rate updates.
 *
 * @returns The parameters, the caller's.
 * @throws Error if the loss is no number any more; the signal's reason if it was aborted.
 */
export async function fitParameters(
  objective: Objective,
  { engine, onProgress, signal }: Omit<FitOptions, "seed">,
): Promise<Record<string, Float32Array>> {
  const { shapes, first, steps } = objective;
  signal?.throwIfAborted();
  const names = Object.keys(shapes);
  const memory = flatMemory(shapes);
  const { parameters, gradients } = memory.regions;
  for (const name of names) parameters.tensors[name]!.set(first[name]!);
  const optimizer = await adamw(memory, { beta1: 0.9, weightDecay });

  const parameterSpecs = names.map((name) => [
    `parameters/${name}`,
    { shape: shapes[name]!, dtype: "float32" },
  ]);
  const run = await engine.compile(
    (inputs) => {
      const lossOf = (...values: tf.Tensor[]): tf.Scalar =>
        objective.loss(Object.fromEntries(names.map((name, index) => [name, values[index]!])), inputs);
      const { value, grads } = tf.valueAndGrads(lossOf)(names.map((name) => inputs[`parameters/${name}`]!));
      return { loss: value, ...Object.fromEntries(names.map((name, i) => [`gradients/${name}`, grads[i]!])) };
    },
    { ...objective.signature, ...Object.fromEntries(parameterSpecs) },
  );
  try {
    const loss = new Float32Array(1);
    const fixed = Object.fromEntries(names.map((name) => [`parameters/${name}`, parameters.tensors[name]!]));
    const into = Object.fromEntries(names.map((name) => [`gradients/${name}`, gradients.tensors[name]!]));
    for (let step = 1; step <= steps; step++) {
      signal?.throwIfAborted();
      await run({ ...fixed, ...objective.inputs(step) }, { ...into, loss });
      const gradientNorm = optimizer.gradientNorm();
      if (!Number.isFinite(gradientNorm) || !Number.isFinite(loss[0])) {
        throw new Error(`fitParameters: loss must be finite, got ${loss[0]} in step ${step}.`);
      }
      const rate = cosineLearningRate(step, {
        learningRate,
        warmupSteps: Math.min(WARMUP_STEPS, Math.ceil(steps / 10)),
        steps: steps + 1,
      });
      optimizer.update({ step, learningRate: rate, gradientNorm, emaDecay: 0 });
      onProgress?.({ step, steps, loss: loss[0]! });
    }
  } finally {
    await run.dispose();
  }
  return Object.fromEntries(names.map((name) => [name, parameters.tensors[name]!.slice()]));
}
