/** @throws RangeError prefixed with `caller` if `values` does not have the length of the images. */
export function checkLength(caller: string, name: string, values: ArrayLike<number>, length: number): void {
  if (values?.length === length) return;
  throw new RangeError(
    `${caller}: ${name} must have the length of the images, ${length}, got ${values?.length}.`,
  );
}
