import { nearestName } from "./nearestName.ts";

/**
 * Check that all option names are known. Unknown options would otherwise be ignored.
 *
 * @param names - Record whose keys are the known options.
 * @throws TypeError with the first unknown option and the nearest known one.
 */
export function checkOptionNames(
  caller: string,
  options: object,
  names: Readonly<Record<string, unknown>>,
): void {
  const known = Object.keys(names);
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, known);
  throw new TypeError(
    `${caller}: options must not have ${unknown}, which is not an option. ${nearest === undefined ? `Options: ${known.join(", ")}.` : `Did you mean ${nearest}?`}`,
  );
}
