/** The first and last beta of a schedule. Given values are not scaled. */
export interface BetaRange {
  /** Above 0, at most `betaEnd`. @default 1e-4 * 1000 / numTimesteps */
  readonly betaStart?: number;
  /** At most 1. @default 0.02 * 1000 / numTimesteps */
  readonly betaEnd?: number;
}

/**
 * Fill in the defaults of a range: those of Ho et al. 2020 for 1000 timesteps, scaled by 1000/numTimesteps, so that x_T is about equally
 * noisy for any number of timesteps.
 *
 * @throws RangeError prefixed with `caller` if the range or `numTimesteps` is invalid.
 */
export function resolveBetaRange(
  caller: string,
  numTimesteps: number,
  range: BetaRange,
): { betaStart: number; betaEnd: number } {
  checkNumTimesteps(caller, numTimesteps);
  const scale = 1000 / numTimesteps;
  const { betaStart = 1e-4 * scale, betaEnd = 0.02 * scale } = range;
  if (!(betaEnd > 0 && betaEnd <= 1)) {
    const remedy = range.betaEnd === undefined ? ` Set betaEnd: the default is 20/numTimesteps.` : "";
    throw new RangeError(`${caller}: betaEnd must be above 0 and at most 1, got ${betaEnd}.${remedy}`);
  }
  if (!(betaStart > 0 && betaStart <= betaEnd)) {
    throw new RangeError(
      `${caller}: betaStart must be above 0 and at most betaEnd = ${betaEnd}, got ${betaStart}.`,
    );
  }
  return { betaStart, betaEnd };
}

export function checkNumTimesteps(caller: string, numTimesteps: number, min = 1): void {
  if (!Number.isSafeInteger(numTimesteps) || numTimesteps < min) {
    throw new RangeError(
      `${caller}: numTimesteps must be an integer of at least ${min}, got ${numTimesteps}.`,
    );
  }
}
