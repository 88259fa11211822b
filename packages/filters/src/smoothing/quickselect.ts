/**
 * Return the value at index `place` of the sorted values (Hoare's selection).
 *
 * @param values - Without NaN. Reordered in place.
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
 * Return the median: for an even number of values, the mean of the two middle values.
 *
 * @param values - At least one, without NaN. Reordered in place.
 */
export function median(values: Float64Array): number {
  const upper = quickselect(values, values.length >> 1);
  return values.length % 2 === 1 ? upper : (upper + quickselect(values, (values.length >> 1) - 1)) / 2;
}
