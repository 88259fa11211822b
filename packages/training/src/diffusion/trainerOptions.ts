import type { PredictionType } from "@cellgen/diffusion";
import type { Engine } from "@cellgen/engine";
import type { NoiseSchedule } from "@cellgen/schedules";
import type { Unet } from "@cellgen/unet";
import { type AdamwOptions, defaultAdamwOptions } from "../optimizer/adamw.ts";

export interface TrainingBatch {
  /** Clean images, `[batchSize, height, width, channels]`, in [-1, 1]. */
  readonly xStart: Float32Array;
  /** The class of each image, `[batchSize]`. */
  readonly labels: Int32Array;
}

/** Where the images come from: a batch is a function of its step. `@cellgen/data`'s `BatchSource` is one. */
export interface TrainingBatches {
  readonly batchSize: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** The images of one step, from 0. They are only read. */
  batch(step: number): Promise<TrainingBatch>;
}

export interface TrainerOptions extends AdamwOptions {
  /** What runs the training step. It stays the caller's. */
  readonly engine: Engine;
  readonly unet: Unet;
  readonly schedule: NoiseSchedule;
  /** What the network learns to predict. */
  readonly predictionType: PredictionType;
  readonly batches: TrainingBatches;
  /** Steps of the whole run, those before a checkpoint included: the learning rate is zero at their end. */
  readonly steps: number;
  /** Of the initial parameters, timesteps, noise and dropout: 0…2^53-1. */
  readonly seed: number;
  /** Tells the set of images from others, by what the caller likes: a run goes on with the same set only. @default "" */
  readonly dataFingerprint?: string;
  /** Classes of the images; 0 is none. The network has one row more: label `classCount` is the null class. @default 0 */
  readonly classCount?: number;
  /** Probability with which an image's label is replaced by the null class, which guidance needs, in [0, 1]. @default 0.1 */
  readonly labelDropout?: number;
  /** The highest one, > 0. @default 1e-3 */
  readonly learningRate?: number;
  /** Steps in which the learning rate rises from zero. @default 100 */
  readonly warmupSteps?: number;
  /** The moving average's decay after a long time, in [0, 1). @default 0.9999 */
  readonly emaMaxDecay?: number;
  /** How fast the decay gets there, > 0: see `emaDecay`. @default 0.67 */
  readonly emaPower?: number;
}

export type CompleteOptions = Required<TrainerOptions>;

/**
 * Fills in what is left out, and checks everything but AdamW's options, which `adamw` checks.
 *
 * @throws RangeError naming the option that is out of range, or does not fit the network or the images.
 */
export function completeOptions(options: TrainerOptions): CompleteOptions {
  const complete: CompleteOptions = {
    ...defaultAdamwOptions,
    dataFingerprint: "",
    classCount: 0,
    labelDropout: 0.1,
    learningRate: 1e-3,
    warmupSteps: 100,
    emaMaxDecay: 0.9999,
    emaPower: 0.67,
    ...options,
  };
  const { steps, seed, classCount, labelDropout, learningRate, warmupSteps, emaMaxDecay, emaPower } =
    complete;
  const positive = (value: number): boolean => value > 0 && value < Infinity;
  const count = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
  check("steps", steps, "be an integer in 1…2^32-1", count(steps) && steps >= 1 && steps < 2 ** 32);
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

/** Checks that the network takes these images and these classes, and gives back images of their kind. */
function checkNetwork({ unet, batches, classCount, schedule }: CompleteOptions): void {
  const { config } = unet;
  const { batchSize, height, width, channels } = batches;
  const whole = Number.isSafeInteger(batchSize) && batchSize >= 1;
  check("batches.batchSize", batchSize, "be an integer of at least 1", whole);
  unet.checkSize(height, width);
  check("unet.inChannels", config.inChannels, `be the images' ${channels}`, config.inChannels === channels);
  check(
    "unet.outChannels",
    config.outChannels,
    `be the images' ${channels}`,
    config.outChannels === channels,
  );
  if (config.classEmbedType !== null) {
    throw new RangeError(
      `createTrainer: unet.classEmbedType must be null, got "${config.classEmbedType}". Labels are rows of a table here.`,
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

function check(name: string, value: number | null, rule: string, valid: boolean): void {
  if (!valid) throw new RangeError(`createTrainer: ${name} must ${rule}, got ${value}.`);
}
