import type { NoiseSchedule } from "@cellgen/schedules";
import type { CompleteOptions } from "./trainerOptions.ts";

/** All settings that determine a run's results, in addition to its step and images: each value as text, by name. */
export type TrainingSettings = Readonly<Record<string, string>>;

/** Return the settings of a run. Resuming with equal settings gives bit-for-bit identical results. */
export function trainingSettings(options: CompleteOptions): TrainingSettings {
  const { unet, schedule, batches, lossWeighting, halfSizeSteps } = options;
  const network = Object.entries(unet.config).map(([name, value]) => [`unet.${name}`, JSON.stringify(value)]);
  return {
    ...Object.fromEntries(network),
    // Checkpoints of earlier versions lack these settings: they had the defaults.
    ...(unet.patchSize === 1 ? {} : { "unet.patchSize": String(unet.patchSize) }),
    ...(lossWeighting === "uniform" ? {} : { lossWeighting }),
    ...(halfSizeSteps === 0 ? {} : { halfSizeSteps: String(halfSizeSteps) }),
    ...(batches.balance ? { balance: "true" } : {}),
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
 * Check that a run is resumed with its original settings.
 *
 * @throws RangeError with the name and both values of the first difference.
 */
export function checkSettings(stored: TrainingSettings, settings: TrainingSettings): void {
  for (const name of Object.keys({ ...settings, ...stored })) {
    if (stored[name] === settings[name]) continue;
    throw new RangeError(
      `createTrainer: ${name} must be ${stored[name] ?? "omitted"} as in the run to resume, got ${settings[name] ?? "none"}. ` +
        "Use the old value, or start a new run.",
    );
  }
}

/** Return a 32-bit FNV-1a hash of β_0…β_{T-1}, which distinguishes schedules of equal length. */
function scheduleDigest({ betas }: NoiseSchedule): string {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(Float64Array.from(betas).buffer)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
