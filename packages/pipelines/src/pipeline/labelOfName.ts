/**
 * The label of a class.
 *
 * @throws RangeError with the names of the model's classes if it is none of them.
 */
export function labelOfName(caller: string, name: string, classes: readonly string[]): number {
  const label = classes.indexOf(name);
  if (label >= 0) return label;
  throw new RangeError(
    classes.length === 0
      ? `${caller}: class must be left out for a model without classes, got ${JSON.stringify(name)}.`
      : `${caller}: class must be one of ${classes.join(", ")}, got ${JSON.stringify(name)}.`,
  );
}
