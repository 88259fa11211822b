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
  const last = plane.width - 1;
  if (scaleY === 1) {
    for (let x = 0; x < out.length; x++) {
      const at = (left + x) >> 1;
      const isRight = (left + x) & 1;
      const value = samples[near + at]!;
      if (isRight ? at === last : at === 0) out[x] = value;
      else out[x] = (3 * value + samples[near + (isRight ? at + 1 : at - 1)]! + 1 + isRight) >> 2;
    }
    return;
  }
  const other = y & 1 ? Math.min(row + 1, plane.height - 1) : Math.max(row - 1, 0);
  const far = start(other);
  const sum = (at: number): number => 3 * samples[near + at]! + samples[far + at]!;
  for (let x = 0; x < out.length; x++) {
    const at = (left + x) >> 1;
    const isRight = (left + x) & 1;
    const beside = isRight ? Math.min(at + 1, last) : Math.max(at - 1, 0);
    out[x] = (3 * sum(at) + sum(beside) + 8 - isRight) >> 4;
  }
}
