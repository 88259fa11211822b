import { roundedPixelSize } from "../../../images/pixelSize.ts";

/** Micrometers per unit of length, by the unit's names in ImageJ and OME metadata. */
const units: Readonly<Record<string, number>> = {
  m: 1e6,
  meter: 1e6,
  metre: 1e6,
  dm: 1e5,
  cm: 1e4,
  mm: 1e3,
  millimeter: 1e3,
  millimetre: 1e3,
  µm: 1,
  um: 1,
  micron: 1,
  microns: 1,
  micrometer: 1,
  micrometre: 1,
  nm: 1e-3,
  nanometer: 1e-3,
  nanometre: 1e-3,
  pm: 1e-6,
  Å: 1e-4,
  in: 25_400,
  inch: 25_400,
};

/** Return the pixel size of a number of pixels per unit of length, to six significant digits; undefined like {@link micrometres}. */
export function pixelSizeOfResolution(pixelsPerUnit: number | undefined, unit: string): number | undefined {
  const size = pixelsPerUnit ? micrometres(1 / pixelsPerUnit, unit) : undefined;
  return size === undefined ? undefined : roundedPixelSize(size);
}

/** Convert a length to micrometers; undefined if it is not positive or the unit is not one of length, such as "pixel". */
export function micrometres(length: number | undefined, unit: string): number | undefined {
  // The micro sign has two code points, and so has the sign of the angstrom.
  const name = unit.trim().replace("\u03bc", "µ").replace("\u212b", "Å");
  const factor = Object.hasOwn(units, name) ? units[name] : undefined;
  if (factor === undefined || length === undefined || !(length > 0) || !Number.isFinite(length))
    return undefined;
  // Products have errors in the last digits.
  return Number((length * factor).toPrecision(12));
}
