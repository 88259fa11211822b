import { convexArea } from "./convexArea.ts";
import { regionPerimeter } from "./regionPerimeter.ts";

/** Of one region. */
export interface CellShape {
  /** Pixels. */
  readonly area: number;
  /** In sides of a pixel. */
  readonly perimeter: number;
  /** `sqrt(1 - (minor axis / major axis)²)` of the ellipse with the region's second moments: 0 for a circle, towards 1 for a line. */
  readonly eccentricity: number;
  /** Area over that of the convex hull, above 0 to 1: 1 without a dent. */
  readonly solidity: number;
  /** `4 π area / perimeter²`: about 1 for a disk (up to 1.2 for one of few pixels), less the more border it has for its area. */
  readonly circularity: number;
}

/**
 * The shape of a region: area, perimeter, eccentricity and solidity as scikit-image's `regionprops` defines them, and circularity.
 *
 * @param pixels - The region's, by their numbers in an image of `width`.
 * @param isInside - Whether the pixel in row y, column x is of the region; also asked beyond the image.
 */
export function cellShape(
  pixels: Int32Array,
  width: number,
  isInside: (y: number, x: number) => boolean,
): CellShape {
  const area = pixels.length;
  const perimeter = regionPerimeter(pixels, width, isInside);
  return {
    area,
    perimeter,
    eccentricity: eccentricityOf(pixels, width),
    solidity: area / convexArea(pixels, width),
    circularity: perimeter === 0 ? 0 : (4 * Math.PI * area) / perimeter ** 2,
  };
}

/** The axes' squares are the eigenvalues of the covariance of the pixels' places, times 16. */
function eccentricityOf(pixels: Int32Array, width: number): number {
  const n = pixels.length;
  let meanX = 0;
  let meanY = 0;
  for (const pixel of pixels) {
    meanX += (pixel % width) / n;
    meanY += Math.floor(pixel / width) / n;
  }
  let varianceX = 0;
  let varianceY = 0;
  let covariance = 0;
  for (const pixel of pixels) {
    const x = (pixel % width) - meanX;
    const y = Math.floor(pixel / width) - meanY;
    varianceX += (x * x) / n;
    varianceY += (y * y) / n;
    covariance += (x * y) / n;
  }
  const middle = (varianceX + varianceY) / 2;
  const radius = Math.hypot((varianceX - varianceY) / 2, covariance);
  return middle === 0 ? 0 : Math.sqrt((2 * radius) / (middle + radius));
}
