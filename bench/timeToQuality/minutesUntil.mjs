import { digits } from "../table.mjs";

/** KID is unbiased, so that it can be 0 and less. */
const MIN_KID = 1e-3;

/**
 * Minutes until a threshold is reached, interpolated between two points in the logarithms of both.
 *
 * @param points - `{ minutes, kid }`, ascending.
 * @returns Such as "6.35", or "≤ 0.50" for the first point; undefined if it is not reached.
 */
export function minutesUntil(points, threshold) {
  const index = points.findIndex(({ kid }) => kid <= threshold);
  if (index === -1) return undefined;
  const after = points[index];
  if (index === 0) return `≤ ${digits(after.minutes)}`;
  const before = points[index - 1];
  const log = ({ kid }) => Math.log(Math.max(kid, MIN_KID));
  const share = (log(before) - Math.log(threshold)) / (log(before) - log(after));
  return digits(before.minutes * (after.minutes / before.minutes) ** share);
}
