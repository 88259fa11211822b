import { tridiagonalEigenvalues } from "./tridiagonalEigenvalues.ts";

/**
 * The singular values of a matrix, in no order, each with an error of about 1e-16 of the largest one.
 *
 * Householder reflections from both sides leave the diagonal and the one above it. Those two, interleaved, are the off-diagonal of a
 * symmetric tridiagonal matrix with zeros on its diagonal, whose eigenvalues are the singular values and their negatives.
 *
 * @param matrix - `[rows, columns]`, row by row, rows ≥ columns. It is overwritten.
 * @see Golub and Kahan 1965, "Calculating the singular values and pseudo-inverse of a matrix".
 */
export function singularValues(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const offDiagonal = new Float64Array(Math.max(2 * columns - 1, 0));
  const reflector = new Float64Array(Math.max(rows, columns));
  const products = new Float64Array(columns);
  for (let k = 0; k < columns; k++) {
    // Column k becomes zero below the diagonal.
    for (let i = k; i < rows; i++) reflector[i] = matrix[i * columns + k]!;
    offDiagonal[2 * k] = reflect(reflector, k, rows);
    products.fill(0);
    for (let i = k; i < rows; i++) {
      for (let j = k + 1; j < columns; j++) products[j]! += reflector[i]! * matrix[i * columns + j]!;
    }
    for (let i = k; i < rows; i++) {
      for (let j = k + 1; j < columns; j++) matrix[i * columns + j]! -= reflector[i]! * products[j]!;
    }
    if (k + 1 === columns) break;
    // Row k becomes zero beyond the first place right of the diagonal.
    for (let j = k + 1; j < columns; j++) reflector[j] = matrix[k * columns + j]!;
    offDiagonal[2 * k + 1] = reflect(reflector, k + 1, columns);
    for (let i = k + 1; i < rows; i++) {
      let product = 0;
      for (let j = k + 1; j < columns; j++) product += matrix[i * columns + j]! * reflector[j]!;
      for (let j = k + 1; j < columns; j++) matrix[i * columns + j]! -= product * reflector[j]!;
    }
  }
  const eigenvalues = tridiagonalEigenvalues(new Float64Array(2 * columns), offDiagonal);
  return eigenvalues.sort().subarray(columns).map(Math.abs);
}

/**
 * Turns x = `vector[from…to-1]` into the v of the reflection `I - v vᵀ` (so |v|² = 2) that maps x to a multiple of its first axis, and
 * returns the multiple; v is 0 where x is.
 */
function reflect(vector: Float64Array, from: number, to: number): number {
  let squares = 0;
  for (let i = from; i < to; i++) squares += vector[i]! ** 2;
  if (squares === 0) return 0;
  const norm = Math.sqrt(squares);
  const first = vector[from]!;
  const target = first > 0 ? -norm : norm; // the farther of the two: no digits cancel
  vector[from] = first - target;
  const scale = 1 / Math.sqrt(norm * (norm + Math.abs(first)));
  for (let i = from; i < to; i++) vector[i]! *= scale;
  return target;
}
