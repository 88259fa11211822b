/**
 * Return the most probable class of each image; the first in case of ties.
 *
 * @param probabilities - `[count, classes]`, as `classify` returns them.
 * @returns Labels, `[count]`.
 */
export function mostProbable(probabilities: Float32Array, classes: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / classes }, (_, row) => {
    let best = 0;
    for (let k = 1; k < classes; k++) {
      if (probabilities[row * classes + k]! > probabilities[row * classes + best]!) best = k;
    }
    return best;
  });
}
