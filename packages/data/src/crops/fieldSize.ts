/** Size of a field and of its pixels. */
export interface FieldSize {
  readonly width: number;
  readonly height: number;
  readonly pixelSizeMicrometres?: number;
}

/** Thrown if crops of a physical size are requested from a field without a pixel size. */
export class CropError extends Error {
  override readonly name = "CropError";
  readonly code = "ERR_PIXEL_SIZE_UNKNOWN";
}

/**
 * Return the side of a crop's pixel in pixels of the field.
 *
 * @param pixelSizeMicrometres - Pixel size of the crop. @default that of the field
 * @throws CropError if it is given and the pixel size of the field is unknown; RangeError if it is not above 0.
 */
export function pixelSizeFactor(field: FieldSize, pixelSizeMicrometres: number | undefined): number {
  if (pixelSizeMicrometres === undefined) return 1;
  if (!(pixelSizeMicrometres > 0 && pixelSizeMicrometres < Infinity)) {
    throw new RangeError(`planCrops: pixelSizeMicrometres must be above 0, got ${pixelSizeMicrometres}.`);
  }
  const own = field.pixelSizeMicrometres;
  if (own !== undefined && own > 0) return pixelSizeMicrometres / own;
  throw new CropError(
    "planCrops: field must have a pixel size for crops of a given pixel size, got a field without one. Give the pixel size of the field.",
  );
}
