/** Sweeps an eigenvalue may take. Two or three do. */
const MOST_SWEEPS = 60;

/**
 * The eigenvalues of a symmetric tridiagonal matrix, in no order, each with an error of about 1e-16 of the largest one: implicit QR
 * sweeps with Wilkinson's shift, and an off-diagonal number of rounding's size is taken as 0.
 *
 * @param diagonal - `[n]`. It is overwritten, and returned.
 * @param offDiagonal - `[n - 1]`. It is overwritten.
 * @see Golub and Van Loan, "Matrix computations", section 8.3.
 */
export function tridiagonalEigenvalues(diagonal: Float64Array, offDiagonal: Float64Array): Float64Array {
  let norm = 0;
  for (const value of diagonal) norm = Math.max(norm, Math.abs(value));
  for (const value of offDiagonal) norm = Math.max(norm, Math.abs(value));
  const negligible = Number.EPSILON * norm;
  let sweeps = 0;
  let last = diagonal.length - 1;
  while (last > 0) {
    let first = last;
    while (first > 0 && Math.abs(offDiagonal[first - 1]!) > negligible) first--;
    if (first === last) {
      last--;
      sweeps = 0;
    } else if (++sweeps > MOST_SWEEPS) {
      throw new Error(`tridiagonalEigenvalues: no eigenvalue found in ${MOST_SWEEPS} sweeps.`);
    } else {
      sweep(diagonal, offDiagonal, first, last);
    }
  }
  return diagonal;
}

/** One QR step on rows first…last: rotations that chase what the shifted first one leaves beside the diagonals. */
function sweep(diagonal: Float64Array, offDiagonal: Float64Array, first: number, last: number): void {
  let along = diagonal[first]! - wilkinsonShift(diagonal, offDiagonal, last);
  let across = offDiagonal[first]!;
  for (let k = first; k < last; k++) {
    const radius = Math.hypot(along, across);
    const cosine = radius === 0 ? 1 : along / radius;
    const sine = radius === 0 ? 0 : across / radius;
    if (k > first) offDiagonal[k - 1] = radius;
    const upper = diagonal[k]!;
    const lower = diagonal[k + 1]!;
    const beside = offDiagonal[k]!;
    const mixed = 2 * cosine * sine * beside;
    diagonal[k] = cosine ** 2 * upper + mixed + sine ** 2 * lower;
    diagonal[k + 1] = sine ** 2 * upper - mixed + cosine ** 2 * lower;
    offDiagonal[k] = cosine * sine * (lower - upper) + (cosine ** 2 - sine ** 2) * beside;
    if (k + 1 < last) {
      along = offDiagonal[k]!;
      across = sine * offDiagonal[k + 1]!;
      offDiagonal[k + 1]! *= cosine;
    }
  }
}

/** The eigenvalue of the last two rows that is nearer to the last number on the diagonal. */
function wilkinsonShift(diagonal: Float64Array, offDiagonal: Float64Array, last: number): number {
  const half = (diagonal[last - 1]! - diagonal[last]!) / 2;
  const beside = offDiagonal[last - 1]!;
  const distance = Math.abs(half) + Math.hypot(half, beside);
  return diagonal[last]! - ((half < 0 ? -1 : 1) * beside ** 2) / distance;
}
