/** A share in whole percent, but never as 0 % or 100 % if it is not exactly that; "–" for the share of nothing. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return "–";
  const value = 100 * share;
  const isNearEnd = (value > 0 && value < 1) || (value > 99 && value < 100);
  return `${isNearEnd ? Math.min(Math.max(value, 0.1), 99.9).toFixed(1) : Math.round(value)} %`;
}
