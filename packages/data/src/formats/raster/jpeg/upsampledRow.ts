/** Samples of a component of an image, or of a part of it. */
export interface SamplePlane {
  readonly samples: Uint8ClampedArray;
  readonly stride: number;
  /** Position of the part. */
  readonly left: number;
  readonly top: number;
  /** Size of the whole component. */
  readonly width: number;
  readonly height: number;
  /** Pixels per sample: 1 or 2. */
  readonly scaleX: number;
  readonly scaleY: number;
}

/** Components of fewer samples across are repeated instead of interpolated. */
const MIN_INTERPOLATED = 3;

/**
 * Return a row of a component at the resolution of the image, interpolated linearly between the centers of the samples as libjpeg does:
 * `(3 near + far) / 4` along each axis, rounded up and down in turn.
 *
 * @param left - First pixel of the row.
 * @param out - Receives the row.
 */
export function rowOfSamples(plane: SamplePlane, left: number, y: number, out: Uint8Array): void {
  const { samples, stride, scaleX, scaleY } = plane;
  const start = (row: number): number => (row - plane.top) * stride - plane.left;
  if (scaleX === 1) {
    const from = start(y) + left;
    out.set(samples.subarray(from, from + out.length));
    return;
  }
  const isInterpolated = plane.width >= MIN_INTERPOLATED;
  const row = scaleY === 2 ? y >> 1 : y;
  const near = start(row);
  if (!isInterpolated) {
    for (let x = 0; x < out.length; x++) out[x] = samples[near + ((left + x) >> 1)]!;
    return;
  }
  // Sums along the columns, of the samples around the row and one on each side; those at the edges are repeated.
  const first = (left >> 1) - 1;
  const last = plane.width - 1;
  const count = ((left + out.length - 1) >> 1) - first + 2;
  const sums = count <= scratch.length ? scratch : new Int32Array(count);
  const far = scaleY === 1 ? near : start(y & 1 ? Math.min(row + 1, plane.height - 1) : Math.max(row - 1, 0));
  const from = Math.max(0, -first);
  const to = Math.min(count, last - first + 1);
  for (let k = from, n = near + first + from, f = far + first + from; k < to; k++, n++, f++)
    sums[k] = 3 * samples[n]! + samples[f]!;
  if (from > 0) sums[0] = sums[1]!;
  if (to < count) sums[to] = sums[to - 1]!;
  // A sum is four times as large as a sample. Of a single row, libjpeg rounds to quarters instead of sixteenths.
  const [roundLeft, roundRight] = scaleY === 1 ? [4, 8] : [8, 7];
  let x = 0;
  let k = 1;
  if (left & 1) {
    out[x++] = (3 * sums[1]! + sums[2]! + roundRight) >> 4;
    k = 2;
  }
  for (; x + 1 < out.length; x += 2, k++) {
    const near3 = 3 * sums[k]!;
    out[x] = (near3 + sums[k - 1]! + roundLeft) >> 4;
    out[x + 1] = (near3 + sums[k + 1]! + roundRight) >> 4;
  }
  if (x < out.length) out[x] = (3 * sums[k]! + sums[k - 1]! + roundLeft) >> 4;
}

const scratch = new Int32Array(4096);
