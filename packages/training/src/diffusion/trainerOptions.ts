import type { LossWeighting, PredictionType } from "@cellgen/diffusion";
import type { Engine } from "@cellgen/engine";
import type { NoiseSchedule } from "@cellgen/schedules";
import type { Unet } from "@cellgen/unet";
import { type AdamwOptions, defaultAdamwOptions } from "../optimizer/adamw.ts";

export interface TrainingBatch {
  /** Clean images, `[batchSize, height, width, channels]`, in [-1, 1]. */
  readonly xStart: Float32Array;
  /** Class of each image, `[batchSize]`. */
  readonly labels: Int32Array;
}

/** Source of training images, with batches as a function of the step, such as `BatchSource` of `@cellgen/data`. */
export interface TrainingBatches {
  readonly batchSize: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Whether the classes are drawn equally often. A run can be resumed only with the same value. @default false */
  readonly balance?: boolean;
  /** Return the images of a step, from 0. They are not modified. */
  batch(step: number): Promise<TrainingBatch>;
}

/** Options of `createTrainer`. */
export interface TrainerOptions extends AdamwOptions {
  /** Engine for the training step. It is not disposed. */
  readonly engine: Engine;
  readonly unet: Unet;
  readonly schedule: NoiseSchedule;
  /** Quantity that the network predicts. */
  readonly predictionType: PredictionType;
  /** Weight of each timestep in the loss, see `lossWeights` of @cellgen/diffusion. @default "uniform" */
  readonly lossWeighting?: LossWeighting;
  readonly batches: TrainingBatches;
  /** Total number of steps, including those before a checkpoint. The learning rate reaches zero at the end. */
  readonly steps: number;
  /** Number of first steps with images of half the size, fewer than `steps` (progressive resizing). @default 0 */
  readonly halfSizeSteps?: number;
  /** Random seed of the initial parameters, timesteps, noise and dropout: 0…2^53-1. */
  readonly seed: number;
  /** Identifier of the set of images. A run can be resumed only with the same value. @default "" */
  readonly dataFingerprint?: string;
  /** Number of classes; 0 = unconditional. The network has one more embedding: label `classCount` is the null class. @default 0 */
  readonly classCount?: number;
  /** Probability of replacing a label by the null class, in [0, 1]. Must be above 0 for guidance. @default 0.1 */
  readonly labelDropout?: number;
  /** Peak learning rate, > 0. @default 1e-3 */
  readonly learningRate?: number;
  /** Number of steps in which the learning rate rises from zero. @default 100 */
  readonly warmupSteps?: number;
  /** Maximum decay of the moving average, in [0, 1). @default 0.9999 */
  readonly emaMaxDecay?: number;
  /** Rate at which the decay approaches its maximum, > 0: see `emaDecay`. @default 0.67 */
  readonly emaPower?: number;
}

export type CompleteOptions = Required<TrainerOptions>;

/**
 * Fill in defaults and check all options except those of AdamW, which `adamw` checks.
 *
 * @throws RangeError if an option is out of range or does not fit the network or the images.
 */
export function completeOptions(options: TrainerOptions): CompleteOptions {
  const complete: CompleteOptions = {
    ...defaultAdamwOptions,
    dataFingerprint: "",
    lossWeighting: "uniform",
    halfSizeSteps: 0,
    classCount: 0,
    labelDropout: 0.1,
    learningRate: 1e-3,
    warmupSteps: 100,
    emaMaxDecay: 0.9999,
    emaPower: 0.67,
    ...options,
  };
  const {
    steps,
    halfSizeSteps,
    seed,
    classCount,
    labelDropout,
    learningRate,
    warmupSteps,
    emaMaxDecay,
    emaPower,
  } = complete;
  const positive = (value: number): boolean => value > 0 && value < Infinity;
  const count = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
  check("steps", steps, "be an integer in 1…2^32-1", count(steps) && steps >= 1 && steps < 2 ** 32);
  check(
    "halfSizeSteps",
    halfSizeSteps,
    `be an integer from 0 to ${steps - 1}`,
    count(halfSizeSteps) && halfSizeSteps < steps,
  );
  check("seed", seed, "be an integer in 0…2^53-1", count(seed));
  check("classCount", classCount, "be an integer of at least 0", count(classCount));
  check("labelDropout", labelDropout, "be in [0, 1]", labelDropout >= 0 && labelDropout <= 1);
  check("learningRate", learningRate, "be greater than 0", positive(learningRate));
  check("warmupSteps", warmupSteps, "be an integer of at least 0", count(warmupSteps));
  check("emaMaxDecay", emaMaxDecay, "be in [0, 1)", emaMaxDecay >= 0 && emaMaxDecay < 1);
  check("emaPower", emaPower, "be greater than 0", positive(emaPower));
  checkNetwork(complete);
  return complete;
}

/** Check that the network accepts the images and classes, and returns images with the same number of channels. */
function checkNetwork({ unet, batches, halfSizeSteps, classCount, schedule }: CompleteOptions): void {
  const { config } = unet;
  const { batchSize, height, width, channels } = batches;
  const whole = Number.isSafeInteger(batchSize) && batchSize >= 1;
  check("batches.batchSize", batchSize, "be an integer of at least 1", whole);
  unet.checkSize(height, width);
  if (halfSizeSteps > 0) checkHalfSize(unet, { height, width }, halfSizeSteps);
  const folded = channels * unet.patchSize ** 2;
  for (const name of ["inChannels", "outChannels"] as const)
    check(`unet.${name}`, config[name], `be the images' ${folded}`, config[name] === folded);
  if (config.classEmbedType !== null) {
    throw new RangeError(
      `createTrainer: unet.classEmbedType must be null, got "${config.classEmbedType}". Only learned class embeddings are supported.`,
    );
  }
  const rows = classCount === 0 ? null : classCount + 1;
  check(
    "unet.numClassEmbeds",
    config.numClassEmbeds,
    `be ${rows}: the ${classCount} classes${rows === null ? "" : " and the null class"}`,
    config.numClassEmbeds === rows,
  );
  if (config.timeEmbeddingType === "learned") {
    const times = config.numTrainTimesteps ?? 0;
    const { numTimesteps } = schedule;
    check(
      "unet.numTrainTimesteps",
      times,
      `be at least the schedule's ${numTimesteps}`,
      times >= numTimesteps,
    );
  }
}

function checkHalfSize(
  unet: Unet,
  { height, width }: Pick<TrainingBatches, "height" | "width">,
  halfSizeSteps: number,
): void {
  try {
    unet.checkSize(Math.floor(height / 2), Math.floor(width / 2));
  } catch (cause) {
    throw new RangeError(
      `createTrainer: halfSizeSteps must be 0 for images of ${height} x ${width}, whose half is too small for the network, got ${halfSizeSteps}.`,
      { cause },
    );
  }
}

function check(name: string, value: number | null, rule: string, valid: boolean): void {
  if (!valid) throw new RangeError(`createTrainer: ${name} must ${rule}, got ${value}.`);
}
