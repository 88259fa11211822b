import type { Engine } from "@cellgen/engine";
import { cosineLearningRate, type FitOptions, fit, type Objective } from "@cellgen/training";

/** Options of every network that this package trains. */
export interface NetworkTrainingOptions {
  /** Runs the network. It stays the caller's. */
  readonly engine: Engine;
  /** An integer, 0…2^53-1: of the initial weights, of the order of the images and of how they are turned. */
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

const WARMUP_STEPS = 20;
const LEARNING_RATE = 2e-3;
const WEIGHT_DECAY = 0.02;

/**
 * Fits a small network, with a learning rate that is warmed up and then follows a cosine.
 *
 * @returns The parameters, the caller's.
 * @throws NonFiniteStepError if the loss is not finite; the signal's reason if it was aborted.
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
    // Neither the first nor the last step is lost: the rate is zero before and after them.
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
