import type { Directory } from "../file/directory.ts";
import { TAG } from "../file/tags.ts";
import { pixelSizeOfResolution } from "./physicalUnits.ts";

/** Pixel sizes, in micrometers, that microscopes have. Others, such as 72 or 300 dpi, are sizes of prints. */
const PLAUSIBLE = [0.005, 20] as const;

/** Codes of the field ResolutionUnit. */
const unitNames: Readonly<Record<number, string>> = { 2: "inch", 3: "cm" };

/**
 * Return the pixel size of the resolution fields, which few programs set to the size in the specimen.
 *
 * @returns Undefined if the unit is none of length, or the size is implausible for a microscope.
 */
export async function resolutionPixelSize(directory: Directory): Promise<number | undefined> {
  const unit = unitNames[(await directory.number(TAG.resolutionUnit)) ?? 2];
  const size = unit ? pixelSizeOfResolution(await directory.number(TAG.xResolution), unit) : undefined;
  return size !== undefined && size >= PLAUSIBLE[0] && size <= PLAUSIBLE[1] ? size : undefined;
}

/** Return the note that a pixel size is taken from the resolution fields. */
export function resolutionNote(pixelSizeMicrometres: number): string {
  return `The pixel size of ${pixelSizeMicrometres} micrometers is taken from the TIFF resolution fields.`;
}
