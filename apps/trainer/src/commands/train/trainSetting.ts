import { type RunSettings, settingRanges, trainingDefaults } from "@cellgen/training/defaults";
import type { z } from "zod";
import { imageSize } from "../../options/imageSize.ts";
import { folderName, numberAbove, numberBetween, oneOf, wholeNumber, yesOrNo } from "../../options/rules.ts";
import { stabilise } from "./stabiliseSetting.ts";

type DefaultedSetting = keyof typeof trainingDefaults;

interface TrainSetting<Key extends DefaultedSetting> {
  readonly schema: z.ZodType<RunSettings[Key]>;
  readonly default: (typeof trainingDefaults)[Key];
  readonly help: string;
  readonly value?: string;
}

/**
 * Create the option of a training setting, with the range and the default of `trainFolder`.
 *
 * @param value - Placeholder in the help. @default that of the rule
 */
export function trainSetting<Key extends DefaultedSetting>(
  key: Key,
  help: string,
  value?: string,
): TrainSetting<Key> {
  const schema = ruleOf(key) as z.ZodType<RunSettings[Key]>;
  return { schema, default: trainingDefaults[key], help, ...(value === undefined ? {} : { value }) };
}

/** Return the rule for the range of a setting. */
function ruleOf(key: keyof RunSettings): z.ZodType {
  const range = settingRanges[key];
  switch (range.kind) {
    case "choice":
      return oneOf(range.choices);
    case "integer":
      return wholeNumber(range.min, range.max);
    case "number":
      return "above" in range ? numberAbove(range.above, range.max) : numberBetween(range.min, range.max);
    case "switch":
      return yesOrNo();
    case "folder":
      return folderName();
    case "size":
      return imageSize();
    case "photon-noise":
      return stabilise();
  }
}
