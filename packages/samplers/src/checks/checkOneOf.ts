/** @throws RangeError prefixed with `caller` if `value` is not one of `known`. */
export function checkOneOf<T extends string>(
  caller: string,
  name: string,
  value: T,
  known: readonly T[],
): void {
  if (known.includes(value)) return;
  const names = `${known.slice(0, -1).join(", ")} or ${known.at(-1)}`;
  throw new RangeError(`${caller}: ${name} must be ${names}, got ${String(value)}.`);
}
