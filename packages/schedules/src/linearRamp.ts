/** Return `count` evenly spaced numbers from `first` to `last`, both exact; only `first` if `count` is 1. */
export function linearRamp(first: number, last: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    const fraction = count === 1 ? 0 : i / (count - 1);
    return first * (1 - fraction) + last * fraction;
  });
}
