/** Texture features from the co-occurrence matrix p(i, j), the frequency of neighboring gray levels i and j. */
export interface HaralickTextures {
  /** `sum p (i - j)²`, in levels²: 0…(LEVELS - 1)². */
  readonly contrast: number;
  /** `sum p (i - mean_i) (j - mean_j) / (deviation_i deviation_j)`: -1…1; 1 if all levels are equal. Noise lowers it, blur raises it. */
  readonly correlation: number;
  /** `sqrt(sum p²)`, in (0, 1]; 1 if all levels are equal. */
  readonly energy: number;
  /** `sum p / (1 + (i - j)²)`, in (0, 1]. */
  readonly homogeneity: number;
  /** `-sum p ln p`, in nats: 0…2 ln LEVELS. */
  readonly entropy: number;
}

/** Number of gray levels. */
const LEVELS = 32;

/** Right, down, and along both diagonals. Together with the opposite directions, all eight neighbors. */
const DIRECTIONS = [
  [0, 1],
  [1, 0],
  [1, 1],
  [1, -1],
] as const;

/** Tolerance for rounding at the lower edge of a level, in levels. */
const ON_EDGE = 1e-9;

/** Variances below this, in squared levels, are rounding errors. */
const NO_VARIANCE = 1e-15;

/**
 * Compute Haralick's textures of a region. They are means over four directions, from pairs of adjacent pixels inside the region, counted in
 * both orders.
 *
 * The levels are 32 equal steps from the region's lowest to its highest value, which makes the textures invariant to brightness and
 * contrast.
 *
 * @param plane - `[height, width]`.
 * @param isInside - `[height, width]`, 1 in the region, which has at least one pixel.
 * @returns The textures. If no pixel of the region has a neighbor in it, those of a constant region.
 * @see Haralick, Shanmugam and Dinstein 1973, IEEE Transactions on Systems, Man and Cybernetics 3; scikit-image's `graycoprops`.
 */
export function haralickTextures(
  plane: Float64Array,
  isInside: Uint8Array,
  height: number,
  width: number,
): HaralickTextures {
  const levels = levelsOf(plane, isInside);
  const found = DIRECTIONS.flatMap(([dy, dx]) => {
    const pairs = countPairs(levels, height, width, dy, dx);
    return pairs.total === 0 ? [] : [texturesOf(pairs.counts, pairs.total)];
  });
  if (found.length === 0) return { contrast: 0, correlation: 1, energy: 1, homogeneity: 1, entropy: 0 };
  const mean = (name: keyof HaralickTextures) =>
    found.reduce((sum, textures) => sum + textures[name], 0) / found.length;
  return {
    contrast: mean("contrast"),
    correlation: mean("correlation"),
    energy: mean("energy"),
    homogeneity: mean("homogeneity"),
    entropy: mean("entropy"),
  };
}

/** Return the level of each pixel, -1 outside the region. */
function levelsOf(plane: Float64Array, isInside: Uint8Array): Int8Array {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let pixel = 0; pixel < plane.length; pixel++) {
    if (isInside[pixel] === 0) continue;
    lowest = Math.min(lowest, plane[pixel]!);
    highest = Math.max(highest, plane[pixel]!);
  }
  const step = (highest - lowest) / LEVELS;
  return Int8Array.from(plane, (value, pixel) => {
    if (isInside[pixel] === 0) return -1;
    return step > 0 ? Math.min(Math.floor((value - lowest) / step + ON_EDGE), LEVELS - 1) : 0;
  });
}

/** Count the pairs of levels i and j at offset (dy, dx) or its opposite. Returns the symmetric `[LEVELS, LEVELS]` counts and their sum. */
function countPairs(levels: Int8Array, height: number, width: number, dy: number, dx: number) {
  const counts = new Int32Array(LEVELS * LEVELS);
  let total = 0;
  for (let y = 0; y + dy < height; y++) {
    for (let x = Math.max(-dx, 0); x < width - Math.max(dx, 0); x++) {
      const i = levels[y * width + x]!;
      const j = levels[(y + dy) * width + x + dx]!;
      if (i < 0 || j < 0) continue;
      counts[i * LEVELS + j]! += 1;
      counts[j * LEVELS + i]! += 1;
      total += 2;
    }
  }
  return { counts, total };
}

function texturesOf(counts: Int32Array, total: number): HaralickTextures {
  let mean = 0;
  for (let k = 0; k < counts.length; k++) mean += (Math.floor(k / LEVELS) * counts[k]!) / total;
  let [contrast, variance, covariance, squares, homogeneity, entropy] = [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < counts.length; k++) {
    if (counts[k] === 0) continue;
    const p = counts[k]! / total;
    const i = Math.floor(k / LEVELS);
    const j = k % LEVELS;
    contrast += p * (i - j) ** 2;
    variance += p * (i - mean) ** 2;
    covariance += p * (i - mean) * (j - mean);
    squares += p * p;
    homogeneity += p / (1 + (i - j) ** 2);
    entropy -= p * Math.log(p);
  }
  const correlation = variance < NO_VARIANCE ? 1 : covariance / variance;
  return { contrast, correlation, energy: Math.sqrt(squares), homogeneity, entropy };
}
