/**
 * The label of a class.
 *
 * @param option - Where its name was given.
 * @throws RangeError with the names of the model's classes if it is none of them.
 */
export function labelOfName(
  caller: string,
  option: string,
  name: string,
  classes: readonly string[],
): number {
  const label = classes.indexOf(name);
  if (label >= 0) return label;
  throw new RangeError(
    classes.length === 0
      ? `${caller}: ${option} must be left out for a model without classes, got ${JSON.stringify(name)}.`
      : `${caller}: ${option} must be one of ${classes.join(", ")}, got ${JSON.stringify(name)}.`,
  );
}
