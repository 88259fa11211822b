import type { NoiseSchedule } from "@cellgen/schedules";

/**
 * Compute scalar coefficients at every timestep of a schedule, as one float64 table per coefficient name.
 *
 * @param coefficients - Maps alphasCumprod at t and at t - 1 to the coefficients.
 */
export function coefficientTables<Name extends string>(
  { alphasCumprod, alphasCumprodPrev }: NoiseSchedule,
  coefficients: (alphaCumprod: number, alphaCumprodPrev: number) => Readonly<Record<Name, number>>,
): Readonly<Record<Name, Float64Array>> {
  const rows = Array.from(alphasCumprod, (value, t) => coefficients(value, alphasCumprodPrev[t]!));
  const names = Object.keys(rows[0]!) as Name[];
  const tables = names.map((name) => [name, Float64Array.from(rows, (row) => row[name])] as const);
  return Object.fromEntries(tables) as Record<Name, Float64Array>;
}
