import { schedulerConfigFromHuggingFace, snakeCaseFields } from "./huggingFaceScheduler.ts";
import type { SchedulerConfig } from "./noiseScheduleOf.ts";

/**
 * A complete scheduler configuration: the given fields, and Hugging Face's defaults for the others.
 *
 * @throws TypeError if there is a field that it has not; RangeError naming the field, in Hugging Face's spelling, whose value is not
 * supported.
 */
export function schedulerConfig(partial: Partial<SchedulerConfig>): SchedulerConfig {
  const given = Object.entries(partial).filter(([, value]) => value !== undefined);
  const unknown = given.find(([field]) => !Object.hasOwn(snakeCaseFields, field));
  if (unknown) {
    const known = Object.keys(snakeCaseFields).join(", ");
    throw new TypeError(
      `schedulerConfig: fields must be those of a scheduler, got ${unknown[0]}. Known are ${known}.`,
    );
  }
  const fields = given.map(([field, value]) => [snakeCaseFields[field as keyof SchedulerConfig], value]);
  return schedulerConfigFromHuggingFace(Object.fromEntries(fields));
}
