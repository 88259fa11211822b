/** @throws RangeError in the name of `caller` if an array has not the images' length. */
export function checkLength(caller: string, name: string, values: ArrayLike<number>, length: number): void {
  if (values?.length === length) return;
  throw new RangeError(`${caller}: ${name} must have the images' ${length} values, got ${values?.length}.`);
}
