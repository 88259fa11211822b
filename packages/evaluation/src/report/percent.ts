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
