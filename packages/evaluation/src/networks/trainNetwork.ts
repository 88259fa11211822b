import type { Engine } from "@cellgen/engine";
import { cosineLearningRate, type FitOptions, fit, type Objective } from "@cellgen/training";

/** Options of all networks that this package trains. */
export interface NetworkTrainingOptions {
  /** Engine for the training. It is not disposed. */
  readonly engine: Engine;
  /** Random seed of the initial weights, the order of the images and their augmentation: an integer in 0…2^53-1. */
  readonly seed: number;
  /** Called after each step. */
  readonly onProgress?: (progress: {
    readonly step: number;
    readonly steps: number;
    readonly loss: number;
  }) => void;
  /** Aborts the training with `signal.reason`. */
  readonly signal?: AbortSignal;
}

const WARMUP_STEPS = 20;
const LEARNING_RATE = 2e-3;
const WEIGHT_DECAY = 0.02;

/**
 * Train a small network with learning rate warm-up and cosine decay.
 *
 * @returns The parameters, in new arrays.
 * @throws NonFiniteStepError if the loss is not finite; the signal's reason if it is aborted.
 */
export async function trainNetwork(
  objective: Objective,
  { inputs, batch, steps }: Pick<FitOptions, "inputs" | "batch" | "steps">,
  { engine, seed, onProgress, signal }: NetworkTrainingOptions,
): Promise<Record<string, Float32Array>> {
  signal?.throwIfAborted();
  const warmupSteps = Math.min(WARMUP_STEPS, Math.ceil(steps / 10));
  const schedule = { learningRate: LEARNING_RATE, warmupSteps, steps: steps + 1 };
  const network = await fit(objective, {
    engine,
    inputs,
    batch,
    steps,
    seed,
    // Shift the schedule so that no step has a learning rate of zero, which occurs only before the first and after the last step.
    learningRate: (k) => cosineLearningRate(k + 1, schedule),
    beta1: 0.9,
    weightDecay: WEIGHT_DECAY,
  });
  try {
    for await (const { step, loss } of network.run(signal)) onProgress?.({ step, steps, loss });
    if (network.step < steps) signal?.throwIfAborted();
    return Object.fromEntries(
      Object.entries(network.parameters()).map(([name, values]) => [name, values.slice()]),
    );
  } finally {
    await network.dispose();
  }
}
