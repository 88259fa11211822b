import type { FlatMemory } from "../fit/flatMemory.ts";
import { adamwWasm } from "./adamwWasm.ts";

export interface AdamwOptions {
  /** Decay of the first moment, in [0, 1). @default 0.95 */
  readonly beta1?: number;
  /** Decay of the second moment, in [0, 1). @default 0.999 */
  readonly beta2?: number;
  /** Added to the square root of the second moment, > 0. @default 1e-8 */
  readonly adamEpsilon?: number;
  /** Decoupled weight decay, in units of the learning rate, ≥ 0. @default 1e-6 */
  readonly weightDecay?: number;
  /** Maximum gradient norm: larger gradients are scaled down; Infinity disables clipping. @default 1 */
  readonly maxGradientNorm?: number;
}

export const defaultAdamwOptions: Required<AdamwOptions> = {
  beta1: 0.95,
  beta2: 0.999,
  adamEpsilon: 1e-8,
  weightDecay: 1e-6,
  maxGradientNorm: 1,
};

/** Inputs of one update. */
interface AdamwStep {
  /** Number of this update, from 1. */
  readonly step: number;
  readonly learningRate: number;
  /** Gradient norm before clipping, as returned by `gradientNorm`. */
  readonly gradientNorm: number;
  /** Decay of the EMA, in [0, 1]; 0 copies the parameters. */
  readonly emaDecay: number;
}

/** Optimizer of one flat memory. */
export interface Adamw {
  /** Compute √Σg² over all parameters, in float64. NaN or Infinity if a gradient is. */
  gradientNorm(): number;
  /** Update parameters, moments and EMA in place. The gradients are not modified. */
  update(step: AdamwStep): void;
}

interface Kernel {
  gradientNorm(gradient: number, count: number): number;
  update(...offsetsAndScalars: number[]): void;
}

/**
 * Create an AdamW optimizer with global norm clipping and an exponential moving average (EMA) of the parameters, in one SIMD pass over a
 * flat memory. The order of operations is PyTorch's. For step k (from 1) and learning rate η:
 *
 * ```
 * g   = gradient * min(1, maxGradientNorm / (norm + 1e-6))
 * θ   = θ * (1 - η * weightDecay)
 * m   = beta1 * m + (1 - beta1) * g
 * v   = beta2 * v + (1 - beta2) * g²
 * θ   = θ - η / (1 - beta1^k) * m / (√v / √(1 - beta2^k) + adamEpsilon)
 * ema = ema + (1 - emaDecay) * (θ - ema)
 * ```
 *
 * @param memory - Flat memory, updated in place. It remains owned by the caller.
 * @throws RangeError if an option is out of range.
 * @see Loshchilov & Hutter 2019, arXiv:1711.05101, algorithm 2; PyTorch's `AdamW` and `clip_grad_norm_`.
 */
export async function adamw(memory: FlatMemory, options: AdamwOptions = {}): Promise<Adamw> {
  const complete = { ...defaultAdamwOptions, ...options };
  const { beta1, beta2, adamEpsilon, weightDecay, maxGradientNorm } = complete;
  check("beta1", beta1, "be in [0, 1)", beta1 >= 0 && beta1 < 1);
  check("beta2", beta2, "be in [0, 1)", beta2 >= 0 && beta2 < 1);
  // Check in float32: if it rounds to zero, the padding between the tensors becomes NaN.
  check("adamEpsilon", adamEpsilon, "be greater than 0", Math.fround(adamEpsilon) > 0);
  check("weightDecay", weightDecay, "be at least 0", weightDecay >= 0 && weightDecay < Infinity);
  check("maxGradientNorm", maxGradientNorm, "be greater than 0", maxGradientNorm > 0);

  const bytes = Uint8Array.from(atob(adamwWasm), (character) => character.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes, { training: { memory: memory.memory } });
  const kernel = instance.exports as unknown as Kernel;
  const { parameters, gradients, firstMoments, secondMoments, ema } = memory.regions;

  return {
    gradientNorm: () => kernel.gradientNorm(gradients.byteOffset, memory.length),
    update: ({ step, learningRate, gradientNorm, emaDecay }) =>
      kernel.update(
        parameters.byteOffset,
        gradients.byteOffset,
        firstMoments.byteOffset,
        secondMoments.byteOffset,
        ema.byteOffset,
        memory.length,
        Math.min(1, maxGradientNorm / (gradientNorm + 1e-6)),
        1 - learningRate * weightDecay,
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        learningRate / (1 - beta1 ** step),
        Math.sqrt(1 - beta2 ** step),
        adamEpsilon,
        1 - emaDecay,
      ),
  };
}

function check(name: string, value: number, rule: string, valid: boolean): void {
  if (!valid) throw new RangeError(`adamw: ${name} must ${rule}, got ${value}.`);
}
