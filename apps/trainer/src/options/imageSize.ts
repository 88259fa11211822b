import {
  describeSetting,
  type ImageSizeSetting,
  imageSizeSetting,
  isValidSetting,
  parseImageSize,
} from "@cellgen/training/defaults";
import type { z } from "zod";
import { checkedRule } from "./rules.ts";

/** Create a rule for an image size: `64` or `48x80`. Equal sizes have equal values. */
export function imageSize(): z.ZodType<ImageSizeSetting> {
  return checkedRule<unknown>((given) => isValidSetting("size", given), describeSetting("size"), undefined)
    .transform((given) => imageSizeSetting(parseImageSize(given)!))
    .meta({ placeholder: "<pixels>" });
}
