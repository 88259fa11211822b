/** Format an integer with thousands separators: 12345.6 as "12,346". */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/**
 * Format a count with a noun: "1 image", "2 images", "1,200 classes".
 *
 * @param many - Plural of the noun. @default `noun` with an s
 */
export function plural(value: number, noun: string, many = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : many}`;
}

/** Format seconds as "7 s", "2 min 30 s" or "1 h 05 min"; "unknown" if not finite. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "unknown";
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  const minutes = Math.round(seconds / 60);
  return `${count(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** Format a number with three significant digits: 0.0712, 12.3, 1,230, 1.23e+20. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 1e15) return value.toPrecision(3);
  if (Math.abs(value) >= 100) return count(value);
  return String(Number(value.toPrecision(3)));
}

/**
 * Format a share in percent: whole numbers, but 0 % and 100 % only for exactly none and all.
 *
 * @param share - 0…1.
 * @returns "91 %"; "0.4 %" and "99.6 %" within one percent of 0 and 100; "–" for NaN, such as a share of nothing.
 */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return "–";
  const value = 100 * share;
  const isNearlyNoneOrAll = (value > 0 && value < 1) || (value > 99 && value < 100);
  return `${isNearlyNoneOrAll ? Math.min(Math.max(value, 0.1), 99.9).toFixed(1) : Math.round(value)} %`;
}
