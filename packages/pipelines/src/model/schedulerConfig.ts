import { schedulerConfigFromHuggingFace, snakeCaseFields } from "./huggingFaceScheduler.ts";
import type { SchedulerConfig } from "./noiseScheduleOf.ts";

/**
 * Complete a scheduler configuration with Hugging Face's defaults.
 *
 * @throws TypeError for an unknown field; RangeError with the field, in Hugging Face's spelling, whose value is not supported.
 */
export function schedulerConfig(partial: Partial<SchedulerConfig>): SchedulerConfig {
  const given = Object.entries(partial).filter(([, value]) => value !== undefined);
  const unknown = given.find(([field]) => !Object.hasOwn(snakeCaseFields, field));
  if (unknown) {
    const known = Object.keys(snakeCaseFields).join(", ");
    throw new TypeError(
      `schedulerConfig: fields must be those of a scheduler, got ${unknown[0]}. Known fields: ${known}.`,
    );
  }
  const fields = given.map(([field, value]) => [snakeCaseFields[field as keyof SchedulerConfig], value]);
  return schedulerConfigFromHuggingFace(Object.fromEntries(fields));
}
