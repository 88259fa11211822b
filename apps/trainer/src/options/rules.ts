import { describeRange, isInRange, type OptionRange } from "@cellgen/pipelines/options";
import { z } from "zod";

/** Rules of option values, with error messages "must be …" and the placeholder of the value in the help. */

export function wholeNumber(min: number, max: number = Number.MAX_SAFE_INTEGER): z.ZodType<number> {
  return rangeRule({ kind: "integer", min, max });
}

/** Create a rule for a number above `above` and at most `max`. */
export function numberAbove(above: number, max: number): z.ZodType<number> {
  return rangeRule({ kind: "number", above, max });
}

/** Create a rule for a number from `min` to `max`, both included. */
export function numberBetween(min: number, max: number): z.ZodType<number> {
  return rangeRule({ kind: "number", min, max });
}

/** Create a rule for one of the given words or numbers. */
export function oneOf<const Words extends readonly (string | number)[]>(
  choices: Words,
): z.ZodType<Words[number]> {
  return rangeRule({ kind: "choice", choices });
}

export function folderName(): z.ZodType<string> {
  return rangeRule({ kind: "folder" });
}

export function yesOrNo(): z.ZodType<boolean> {
  return rangeRule({ kind: "switch" });
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

function rangeRule<Value>(range: OptionRange): z.ZodType<Value> {
  return checkedRule((value) => isInRange(value, range), describeRange(range), range);
}

/** Create a rule for the values that pass a check. @param range - Range that determines how the flag is parsed and its placeholder. */
export function checkedRule<Value>(
  isValid: (value: unknown) => boolean,
  message: string,
  range: OptionRange | undefined,
): z.ZodType<Value> {
  const rule = z.custom<Value>(isValid, message);
  return range === undefined ? rule : rule.meta({ placeholder: placeholders[range.kind], range });
}

const placeholders: Readonly<Record<OptionRange["kind"], string>> = {
  choice: "<name>",
  integer: "<n>",
  number: "<x>",
  switch: "",
  folder: "<dir>",
};
