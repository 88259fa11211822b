import { count, percent } from "@cellgen/data/text";
import type { Estimate } from "../measures/measurement.ts";

/** Format a number with three decimals if small, three digits if large; "–" for NaN. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (Math.abs(value) >= 1000) return count(value);
  if (Math.abs(value) >= 10) return value.toPrecision(3);
  const text = value.toFixed(3);
  return text === "-0.000" ? "0.000" : text;
}

/** Format a value and its interval: "0.912 (0.880 to 0.941)". */
export function interval({ value, low, high }: Estimate): string {
  return `${short(value)} (${short(low)} to ${short(high)})`;
}

/** Format a share in percent, without line breaks in narrow columns. */
export function shareCell(value: number): string {
  return percent(value).replace(" ", "\u00a0");
}
