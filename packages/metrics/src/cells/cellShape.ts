import { convexArea } from "./convexArea.ts";
import { regionPerimeter } from "./regionPerimeter.ts";

/** Shape of one region. */
export interface CellShape {
  /** Area in pixels. */
  readonly area: number;
  /** Perimeter in units of the pixel side. */
  readonly perimeter: number;
  /** `sqrt(1 - (minor axis / major axis)²)` of the ellipse with the same second moments: 0 for a circle, close to 1 for a line. */
  readonly eccentricity: number;
  /** Ratio of the area to that of the convex hull, in (0, 1]: 1 for a convex region. */
  readonly solidity: number;
  /** `4 π area / perimeter²`: about 1 for a disk (up to 1.2 for a small one), smaller for longer borders. */
  readonly circularity: number;
}

/**
 * Measure the shape of a region: area, perimeter, eccentricity and solidity as in scikit-image's `regionprops`, and circularity.
 *
 * @param pixels - Flat indices of the region's pixels in an image of `width`.
 * @param isInside - Whether the pixel in row y, column x belongs to the region. Also called for positions outside the image.
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

/** Compute the eccentricity. The squared axes are 16 times the eigenvalues of the covariance of the pixel coordinates. */
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
