import { z } from "zod";

/** Rules of option values, with error messages "must be …" and the placeholder of the value in the help. */

export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): z.ZodNumber {
  const rule =
    max === Number.MAX_SAFE_INTEGER
      ? `must be a whole number of at least ${min}`
      : `must be a whole number from ${min} to ${max}`;
  return z
    .number(rule)
    .int(rule)
    .min(min, rule)
    .max(max, `must be at most ${max}`)
    .meta({ placeholder: "<n>" });
}

/** Create a rule for a number above `above` and at most `max`. */
export function numberAbove(above: number, max: number): z.ZodNumber {
  const rule = `must be a number above ${above} and at most ${max}`;
  return z.number(rule).gt(above, rule).max(max, rule).meta({ placeholder: "<x>" });
}

/** Create a rule for a number from `min` to `max`, both included. */
export function numberBetween(min: number, max: number): z.ZodNumber {
  const rule = `must be a number from ${min} to ${max}`;
  return z.number(rule).min(min, rule).max(max, rule).meta({ placeholder: "<x>" });
}

/** Create a rule for one of the given words or numbers. */
export function oneOf<const Words extends readonly (string | number)[]>(
  words: Words,
): z.ZodLiteral<Words[number]> {
  return z.literal(words, `must be ${wordList(words)}`).meta({ placeholder: "<name>" });
}

export function folderName(): z.ZodString {
  const rule = "must be the name of a folder";
  return z.string(rule).min(1, rule).meta({ placeholder: "<dir>" });
}

export function fileName(): z.ZodString {
  const rule = "must be the name of a file or folder";
  return z.string(rule).min(1, rule).meta({ placeholder: "<file>" });
}

/** Create a rule for the name of a PNG file to write. */
export function pngName(): z.ZodString {
  const rule = "must be the name of a .png file";
  return z
    .string(rule)
    .regex(/.\.png$/i, rule)
    .meta({ placeholder: "<file>" });
}

export function yesOrNo(): z.ZodBoolean {
  return z.boolean("must be true or false");
}

function wordList(words: readonly (string | number)[]): string {
  return words.length === 1 ? String(words[0]) : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
