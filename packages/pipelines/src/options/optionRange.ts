/** Valid values of an option. */
export type OptionRange =
  /** One of a list of values. */
  | { readonly kind: "choice"; readonly choices: readonly (string | number)[] }
  /** Integer from `min` to `max`. */
  | { readonly kind: "integer"; readonly min: number; readonly max: number }
  /** Number from `min` to `max`, or above `above` and at most `max`. */
  | { readonly kind: "number"; readonly min: number; readonly max: number }
  | { readonly kind: "number"; readonly above: number; readonly max: number }
  /** True or false; with `auto` also "auto". */
  | { readonly kind: "switch"; readonly auto?: true }
  /** The name of a folder. */
  | { readonly kind: "folder" };

/** Return whether a value of any type is in a range. */
export function isInRange(value: unknown, range: OptionRange): boolean {
  switch (range.kind) {
    case "choice":
      return (range.choices as readonly unknown[]).includes(value);
    case "integer":
      return Number.isSafeInteger(value) && isBetween(value as number, range.min, range.max);
    case "number":
      if (typeof value !== "number") return false;
      return "above" in range
        ? value > range.above && value <= range.max
        : isBetween(value, range.min, range.max);
    case "switch":
      return typeof value === "boolean" || (range.auto === true && value === "auto");
    case "folder":
      return typeof value === "string" && value !== "";
  }
}

/** Describe a range as a phrase that follows the name of an option: "must be a whole number from 1 to 8". */
export function describeRange(range: OptionRange): string {
  switch (range.kind) {
    case "choice":
      return `must be ${listed(range.choices)}`;
    case "integer":
      return range.max === Number.MAX_SAFE_INTEGER
        ? `must be a whole number of at least ${range.min}`
        : `must be a whole number from ${range.min} to ${range.max}`;
    case "number":
      return "above" in range
        ? `must be a number above ${range.above} and at most ${range.max}`
        : `must be a number from ${range.min} to ${range.max}`;
    case "switch":
      return range.auto ? "must be true, false or auto" : "must be true or false";
    case "folder":
      return "must be the name of a folder";
  }
}

function isBetween(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}

/** Return "a", or "a, b or c". */
function listed(words: readonly (string | number)[]): string {
  return words.length === 1 ? String(words[0]) : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
