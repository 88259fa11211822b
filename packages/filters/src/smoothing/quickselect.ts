/**
 * The value that would stand at `place` if the values were sorted (Hoare's selection).
 *
 * @param values - Without NaN. Their order is changed.
 */
export function quickselect(values: Float64Array, place: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[place]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const kept = values[i]!;
      values[i] = values[j]!;
      values[j] = kept;
      i++;
      j--;
    }
    if (j < place) low = i;
    if (i > place) high = j;
  }
  return values[place]!;
}

/**
 * The median; the mean of the two middle values of an even number.
 *
 * @param values - At least one, without NaN. Their order is changed.
 */
export function median(values: Float64Array): number {
  const upper = quickselect(values, values.length >> 1);
  return values.length % 2 === 1 ? upper : (upper + quickselect(values, (values.length >> 1) - 1)) / 2;
}
