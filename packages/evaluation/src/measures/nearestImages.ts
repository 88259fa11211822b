import { type ImageSet, imageCount, imageLength } from "./imageSet.ts";

/** Generated image and its nearest training image. */
export interface NearestPair {
  /** Indices of both in their sets. */
  readonly image: number;
  readonly training: number;
  /** Root mean square difference of the downsampled pixels, in units of [-1, 1]. */
  readonly distance: number;
  /** Distance divided by the mean distance of the 50 nearest training images. */
  readonly relative: number;
}

/** Maximum side of the compared images, in pixels. */
const FINE_SIDE = 16;
/** Side of the images for preselection, in pixels. */
const COARSE_SIDE = 4;
/** Number of nearest neighbors for the relative distance. */
const NEIGHBOURS = 50;
/** Number of images between checks of the signal. */
const YIELD_EVERY = 20;

/**
 * Find the nearest training image of each image, over all symmetries of the square (eight, or four for non-square images).
 *
 * @returns A pair for each image, in order.
 */
export async function nearestImages(
  images: ImageSet,
  training: ImageSet,
  signal?: AbortSignal,
): Promise<NearestPair[]> {
  const references = smallPictures(training);
  const queries = smallPictures(images);
  const count = imageCount(training);
  const wanted = Math.min(NEIGHBOURS, count);
  const pairs: NearestPair[] = [];
  for (let image = 0; image < imageCount(images); image++) {
    if (image % YIELD_EVERY === 0) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      signal?.throwIfAborted();
    }
    const { squares, first } = nearestOf(symmetricPictures(queries, image), references, count, wanted);
    const usual = squares.reduce((sum, square) => sum + Math.sqrt(square), 0) / wanted;
    const distance = Math.sqrt(squares[0]!);
    pairs.push({
      image,
      training: first,
      distance: distance / Math.sqrt(references.fine.length),
      relative: usual > 0 ? distance / usual : 0,
    });
  }
  return pairs;
}

/** Return the squared distances to the nearest references in ascending order, and the index of the nearest. */
function nearestOf(
  turned: readonly Record<Level, Float32Array>[],
  { fine, coarse }: SmallPictures,
  count: number,
  wanted: number,
): { readonly squares: Float64Array; readonly first: number } {
  const squares = new Float64Array(wanted).fill(Number.POSITIVE_INFINITY);
  let first = 0;
  for (let reference = 0; reference < count; reference++) {
    const farthest = squares[wanted - 1]!;
    let least = farthest;
    for (const query of turned) {
      // The distance of block means is a lower bound of the full distance, which excludes most references.
      const bound = coarse
        ? coarse.pixels * squaredDistance(query.coarse, coarse.values, reference * coarse.length, least)
        : 0;
      if (bound > least) continue;
      least = Math.min(least, squaredDistance(query.fine, fine.values, reference * fine.length, least));
    }
    if (least >= farthest) continue;
    let place = wanted - 1;
    for (; place > 0 && squares[place - 1]! > least; place--) squares[place] = squares[place - 1]!;
    squares[place] = least;
    if (place === 0) first = reference;
  }
  return { squares, first };
}

/** Compute the squared distance, stopping once it exceeds `limit`. The result is then a lower bound above `limit`. */
function squaredDistance(query: Float32Array, values: Float32Array, start: number, limit: number): number {
  let sum = 0;
  const { length } = query;
  for (let i = 0; i < length; ) {
    const end = Math.min(i + 64, length);
    for (; i < end; i++) {
      const difference = query[i]! - values[start + i]!;
      sum += difference * difference;
    }
    if (sum > limit) return sum;
  }
  return sum;
}

type Level = "fine" | "coarse";

interface Pictures {
  readonly values: Float32Array;
  /** Number of values per image. */
  readonly length: number;
  /** For each symmetry, the source index of each value. */
  readonly permutations: readonly Uint32Array[];
}

interface SmallPictures {
  readonly fine: Pictures;
  /** Block means of the fine images, if they can be divided evenly. */
  readonly coarse?: Pictures & { readonly pixels: number };
}

function smallPictures(images: ImageSet): SmallPictures {
  const rows = Math.min(images.height, FINE_SIDE);
  const columns = Math.min(images.width, FINE_SIDE);
  const fine = picturesOf(images, rows, columns);
  if (rows % COARSE_SIDE !== 0 || columns % COARSE_SIDE !== 0) return { fine };
  const { channels } = images;
  const coarse = picturesOf(
    { values: fine.values, height: rows, width: columns, channels },
    COARSE_SIDE,
    COARSE_SIDE,
  );
  return { fine, coarse: { ...coarse, pixels: (rows / COARSE_SIDE) * (columns / COARSE_SIDE) } };
}

function symmetricPictures({ fine, coarse }: SmallPictures, image: number): Record<Level, Float32Array>[] {
  const turned = ({ values, length }: Pictures, places: Uint32Array): Float32Array =>
    Float32Array.from(places, (place) => values[image * length + place]!);
  return fine.permutations.map((places, symmetry) => ({
    fine: turned(fine, places),
    coarse: coarse ? turned(coarse, coarse.permutations[symmetry]!) : new Float32Array(0),
  }));
}

/** Downsample by averaging pixels. */
function picturesOf(images: ImageSet, rows: number, columns: number): Pictures {
  const { height, width, channels, values } = images;
  const length = rows * columns * channels;
  const count = imageCount(images);
  const small = new Float32Array(count * length);
  const cell = imageLength(images);
  const edges = (side: number, parts: number): number[] =>
    Array.from({ length: parts + 1 }, (_, part) => Math.floor((part * side) / parts));
  const [tops, lefts] = [edges(height, rows), edges(width, columns)];
  for (let image = 0; image < count; image++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const area = (tops[row + 1]! - tops[row]!) * (lefts[column + 1]! - lefts[column]!);
        for (let c = 0; c < channels; c++) {
          let sum = 0;
          for (let y = tops[row]!; y < tops[row + 1]!; y++) {
            for (let x = lefts[column]!; x < lefts[column + 1]!; x++) {
              sum += values[image * cell + (y * width + x) * channels + c]!;
            }
          }
          small[image * length + (row * columns + column) * channels + c] = sum / area;
        }
      }
    }
  }
  // Coarse versions of square images are square too, so both have the same symmetries in the same order.
  const kinds = height === width ? 8 : 4;
  return { values: small, length, permutations: symmetries(rows, columns, channels, kinds) };
}

function symmetries(rows: number, columns: number, channels: number, kinds: number): Uint32Array[] {
  return Array.from({ length: kinds }, (_, kind) => {
    const places = new Uint32Array(rows * columns * channels);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const [y, x] = kind >= 4 ? [column, row] : [row, column];
        const from = (kind & 1 ? rows - 1 - y : y) * columns + (kind & 2 ? columns - 1 - x : x);
        for (let c = 0; c < channels; c++)
          places[(row * columns + column) * channels + c] = from * channels + c;
      }
    }
    return places;
  });
}
