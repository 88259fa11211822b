import { imageSizeSetting, parseImageSize, settingRanges } from "@cellgen/training/defaults";
import { z } from "zod";

const { size: range } = settingRanges;
const limits = range.kind === "size" ? `, each from ${range.min} to ${range.max}` : "";
const rule = `must be a side or WIDTHxHEIGHT in pixels${limits}`;

/** Create a rule for an image size: `64` or `48x80`. Equal sizes have equal values. */
export function imageSize(): z.ZodType {
  return z
    .union([z.number(), z.string()], rule)
    .transform((given, context) => {
      const size = parseImageSize(given);
      if (size) return imageSizeSetting(size);
      context.addIssue({ code: "custom", message: rule });
      return given;
    })
    .meta({ placeholder: "<pixels>" });
}
