import { nearestName } from "./nearestName.ts";

/**
 * Refuses options of unknown names, which would be ignored otherwise.
 *
 * @param names - The known options, as the keys of a record.
 * @throws TypeError that names the first unknown option and the nearest known one.
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
    `${caller}: options must not hold ${unknown}, there is no such option. ${nearest === undefined ? `Options: ${known.join(", ")}.` : `Did you mean ${nearest}?`}`,
  );
}
