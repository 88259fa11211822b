import { checkImage, checkNumber, checkRadius, type FilterImage, type PixelValues } from "../filterImage.ts";
import { imageOf, mirrored, planesOf } from "../planes.ts";

export interface NonLocalMeansOptions {
  /** Standard deviation of the noise in units of the pixel values. Its expected contribution is subtracted from the patch distance. */
  readonly noise: number;
  /**
   * Filter strength in units of the pixel values: how quickly the weight falls with patch distance. 0 averages only patches within the
   * noise.
   */
  readonly strength: number;
  /** Radius of a patch in pixels: 1 compares 3x3 pixels. @default 1 */
  readonly patchRadius?: number;
  /** Maximum distance of compared patches, in rows and columns. @default 10 */
  readonly searchRadius?: number;
}

/** Weights below exp(-25) times that of the pixel itself are skipped. */
const MAX_EXPONENT = 25;

/**
 * Apply non-local means: average pixels with similar surroundings.
 *
 * `u(x) = sum_y w(x, y) g(y) / sum_y w(x, y)`, `w(x, y) = exp(-max(d²(x, y) - 2 noise², 0) / strength²)`, d² the mean squared difference of
 * the patches around x and y over their pixels and all channels, y in the square around x
 *
 * White noise adds 2 noise² to d² on average; the subtraction gives identical patches a weight of 1. Patches are reflected at the edges.
 *
 * @returns New image of the same size and array type.
 * @throws TypeError if the values are not a Float32Array or Float64Array; RangeError if they are not height * width * channels finite
 *   numbers, `noise` or `strength` is below 0, or a radius is not a non-negative integer.
 * @see Buades, Coll and Morel 2005, Multiscale Modeling and Simulation 4; with noise subtraction, 2011, Image Processing On Line 1.
 */
export function nonLocalMeansFilter<Values extends PixelValues>(
  image: FilterImage<Values>,
  { noise, strength, patchRadius = 1, searchRadius = 10 }: NonLocalMeansOptions,
): FilterImage<Values> {
  checkImage("nonLocalMeansFilter", image);
  checkNumber("nonLocalMeansFilter", "noise", noise);
  checkNumber("nonLocalMeansFilter", "strength", strength);
  checkRadius("nonLocalMeansFilter", "patchRadius", patchRadius);
  checkRadius("nonLocalMeansFilter", "searchRadius", searchRadius);
  const { height, width } = image;
  const planes = planesOf(image);
  const search: Search = {
    height,
    width,
    patchRadius,
    planes,
    padded: planes.map((plane) => mirrored(plane, height, width, patchRadius)),
    // The pixel itself has weight 1.
    sums: planes.map((plane) => plane.slice()),
    weights: new Float64Array(height * width).fill(1),
    distances: new Float64Array((height + 2 * patchRadius) * (width + 2 * patchRadius)),
    columns: new Float64Array(width + 2 * patchRadius),
  };
  const inPatch = (2 * patchRadius + 1) ** 2 * planes.length;
  const weigh = { free: 2 * noise ** 2 * inPatch, scale: 1 / (strength ** 2 * inPatch) };
  // Visit each pair of pixels once: of two opposite shifts, use the one that points down, or right within the row.
  for (let down = 0; down <= Math.min(searchRadius, height - 1); down++) {
    const furthest = Math.min(searchRadius, width - 1);
    for (let right = down === 0 ? 1 : -furthest; right <= furthest; right++) {
      addPairs(search, down, right, weigh);
    }
  }
  const { sums, weights } = search;
  for (const sum of sums) {
    for (let i = 0; i < sum.length; i++) sum[i]! /= weights[i]!;
  }
  return imageOf(sums, image);
}

interface Search {
  readonly height: number;
  readonly width: number;
  readonly patchRadius: number;
  readonly planes: readonly Float64Array[];
  /** The planes padded by the patch radius on each side. */
  readonly padded: readonly Float64Array[];
  readonly sums: readonly Float64Array[];
  readonly weights: Float64Array;
  /** Scratch memory for squared differences of the padded planes and their sums down a patch. */
  readonly distances: Float64Array;
  readonly columns: Float64Array;
}

/**
 * For each pair of pixels shifted by `down` and `right`, add each value to the other's sum, weighted by the similarity of their
 * patches.
 */
function addPairs(
  search: Search,
  down: number,
  right: number,
  { free, scale }: { readonly free: number; readonly scale: number },
): void {
  const { height, width, patchRadius, planes, padded, sums, weights, distances, columns } = search;
  const side = 2 * patchRadius + 1;
  const stride = width + 2 * patchRadius;
  const rows = height - down;
  const first = Math.max(0, -right);
  const last = Math.min(width, width - right); // exclusive
  const shift = down * stride + right;
  for (let row = 0; row < rows + 2 * patchRadius; row++) {
    const start = row * stride + first;
    const end = row * stride + last + 2 * patchRadius;
    distances.fill(0, start, end);
    for (const plane of padded) {
      for (let i = start; i < end; i++) {
        const difference = plane[i]! - plane[i + shift]!;
        distances[i]! += difference * difference;
      }
    }
  }
  columns.fill(0);
  for (let row = 0; row < side - 1; row++) {
    for (let x = first; x < last + 2 * patchRadius; x++) columns[x]! += distances[row * stride + x]!;
  }
  for (let row = 0; row < rows; row++) {
    // Running sums: down the patch from row to row, along it from column to column.
    for (let x = first; x < last + 2 * patchRadius; x++) {
      columns[x]! += distances[(row + side - 1) * stride + x]!;
    }
    let distance = 0;
    for (let x = first; x < first + side - 1; x++) distance += columns[x]!;
    for (let column = first; column < last; column++) {
      distance += columns[column + side - 1]!;
      const unexplained = distance - free;
      if (unexplained <= 0 || unexplained * scale < MAX_EXPONENT) {
        const weight = unexplained <= 0 ? 1 : Math.exp(-unexplained * scale);
        const here = row * width + column;
        const there = here + down * width + right;
        weights[here]! += weight;
        weights[there]! += weight;
        for (let c = 0; c < planes.length; c++) {
          const plane = planes[c]!;
          const sum = sums[c]!;
          sum[here]! += weight * plane[there]!;
          sum[there]! += weight * plane[here]!;
        }
      }
      distance -= columns[column]!;
    }
    for (let x = first; x < last + 2 * patchRadius; x++) columns[x]! -= distances[row * stride + x]!;
  }
}
