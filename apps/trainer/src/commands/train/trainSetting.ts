import {
  describeSetting,
  isOptionRange,
  isValidSetting,
  type RunSettings,
  settingRanges,
  trainingDefaults,
} from "@cellgen/training/defaults";
import type { z } from "zod";
import { checkedRule } from "../../options/rules.ts";

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
  const range = settingRanges[key];
  const schema = checkedRule<RunSettings[Key]>(
    (given) => isValidSetting(key, given),
    describeSetting(key),
    isOptionRange(range) ? range : undefined,
  );
  return { schema, default: trainingDefaults[key], help, ...(value === undefined ? {} : { value }) };
}
