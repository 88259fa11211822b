import { UsageError } from "../terminal/usageError.ts";
import { flagName } from "./optionTable.ts";

/** Check that exactly one of two options is given.
 *
 * @param remedy - Remedy if neither is given.
 * @throws UsageError
 */
export function requireEither<Key extends string>(
  settings: { readonly [K in Key]?: unknown },
  [first, second]: readonly [Key, Key],
  remedy: string,
): void {
  const given = [first, second].filter((key) => settings[key] !== undefined).length;
  const names = [flagName(first), flagName(second)];
  if (given === 0) throw new UsageError(`${names.join(" or ")} is missing. ${remedy}`);
  if (given === 2) {
    throw new UsageError(`${names.join(" and ")} cannot be used together. Omit one of them.`);
  }
}
