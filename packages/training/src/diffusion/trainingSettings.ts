import type { NoiseSchedule } from "@cellgen/schedules";
import type { CompleteOptions } from "./trainerOptions.ts";

/** Everything that a run's numbers depend on beside its step and its images, by name: each value as text. */
export type TrainingSettings = Readonly<Record<string, string>>;

/** The settings of a run: a run that goes on with the same ones goes on bit for bit. */
export function trainingSettings(options: CompleteOptions): TrainingSettings {
  const { unet, schedule, batches } = options;
  const network = Object.entries(unet.config).map(([name, value]) => [`unet.${name}`, JSON.stringify(value)]);
  return {
    ...Object.fromEntries(network),
    batchSize: String(batches.batchSize),
    imageShape: JSON.stringify([batches.height, batches.width, batches.channels]),
    dataFingerprint: options.dataFingerprint,
    numTimesteps: String(schedule.numTimesteps),
    schedule: scheduleDigest(schedule),
    predictionType: options.predictionType,
    classCount: String(options.classCount),
    labelDropout: String(options.labelDropout),
    steps: String(options.steps),
    learningRate: String(options.learningRate),
    warmupSteps: String(options.warmupSteps),
    beta1: String(options.beta1),
    beta2: String(options.beta2),
    adamEpsilon: String(options.adamEpsilon),
    weightDecay: String(options.weightDecay),
    maxGradientNorm: String(options.maxGradientNorm),
    emaMaxDecay: String(options.emaMaxDecay),
    emaPower: String(options.emaPower),
    seed: String(options.seed),
  };
}

/**
 * Checks that a run goes on with the settings it had.
 *
 * @throws RangeError naming the first that differs, with both values.
 */
export function checkSettings(stored: TrainingSettings, settings: TrainingSettings): void {
  for (const [name, value] of Object.entries(settings)) {
    if (stored[name] === value) continue;
    throw new RangeError(
      `createTrainer: ${name} must be ${stored[name] ?? "left out"} as in the run that goes on, got ${value}. ` +
        "Give the old value, or begin a new run.",
    );
  }
}

/** The bits of β_0…β_{T-1} in 32 bits (FNV-1a): two schedules of one length are told apart by it. */
function scheduleDigest({ betas }: NoiseSchedule): string {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(Float64Array.from(betas).buffer)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
