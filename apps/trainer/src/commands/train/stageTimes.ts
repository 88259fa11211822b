import { count, duration } from "@cellgen/data/text";
import type { StageTime } from "@cellgen/training";

/**
 * Return the expected time of the first of the remaining steps, in milliseconds.
 *
 * @param of - Number of steps. @default all remaining steps
 */
export function expectedTime(times: readonly StageTime[], of = Number.POSITIVE_INFINITY): number {
  let left = of;
  let sum = 0;
  for (const { steps, milliseconds } of times) {
    const taken = Math.min(left, steps);
    sum += taken * milliseconds;
    left -= taken;
  }
  return sum;
}

/** Describe the expected time: "about 8 min for 6,000 steps at half the size at 30 steps/s and 4,000 steps at 15 steps/s". */
export function describeTimes(times: readonly StageTime[]): string {
  const stages = times.map(({ steps, milliseconds }, index) => {
    const speed = (1000 / milliseconds).toFixed(milliseconds > 100 ? 1 : 0);
    return `${count(steps)} steps${index < times.length - 1 ? " at half the size" : ""} at ${speed} steps/s`;
  });
  return `about ${duration(expectedTime(times) / 1000)} for ${stages.join(" and ")}`;
}
