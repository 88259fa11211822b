/** 12345.6 as "12,346". */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** "1 image", "1,200 images". */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${value === 1 ? noun : `${noun}s`}`;
}

/** Three significant digits, plain: 0.0712, 12.3, 1,230. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 100) return count(value);
  return String(Number(value.toPrecision(3)));
}

/** A share in whole percent, but never as 0 % or 100 % if it is not exactly that; "–" for the share of nothing. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return "–";
  const value = 100 * share;
  const isNearEnd = (value > 0 && value < 1) || (value > 99 && value < 100);
  return `${isNearEnd ? Math.min(Math.max(value, 0.1), 99.9).toFixed(1) : Math.round(value)} %`;
}
