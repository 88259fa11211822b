import {
  AUGMENTATION_RULE,
  parseAugmentation,
  parseSelection,
  type SelectionTexts,
  selectionRules,
} from "@cellgen/data";
import { describeRange, isInRange } from "@cellgen/pipelines/options";
import { parseImageSize } from "./imageSizeSetting.ts";
import { coloursOf, rangeOf } from "./rangeSetting.ts";
import type { RunSettings } from "./runSettings.ts";
import { settingRanges } from "./settingRanges.ts";
import { stabilisationOf } from "./stabilisationOf.ts";

/** Return whether a value of any type is valid for a training setting. */
export function isValidSetting(name: keyof RunSettings, value: unknown): boolean {
  const range = settingRanges[name];
  switch (range.kind) {
    case "size":
      return parseImageSize(value) !== undefined;
    case "pixel-range":
      return rangeOf(value) !== undefined;
    case "colours":
      return value === "auto" || coloursOf(value) !== undefined;
    case "photon-noise":
      return value === "none" || stabilisationOf(value) !== undefined;
    case "augmentation":
      return typeof value === "string" && parseAugmentation(value) !== undefined;
    case "selection":
      return typeof value === "string" && parseSelection({ [name]: value }) !== undefined;
    case "file":
      return typeof value === "string" && value !== "";
    default:
      return isInRange(value, range);
  }
}

/** Describe the valid values of a training setting as a phrase that follows its name: "must be a whole number from 1 to 4096". */
export function describeSetting(name: keyof RunSettings): string {
  const range = settingRanges[name];
  switch (range.kind) {
    case "size":
      return `must be a side or WIDTHxHEIGHT in pixels, each from ${range.min} to ${range.max}`;
    case "pixel-range":
      return "must be set, group, image, LOW,HIGH or LOW%,HIGH% with a lower first value";
    case "colours":
      return "must be auto, or a color for each channel, such as blue,green or #0000ff,#00ff00";
    case "photon-noise":
      return "must be none, or gain=G,offset=O,read=R with a gain above 0 and a read of at least 0 (offset and read are optional)";
    case "augmentation":
      return `must be ${AUGMENTATION_RULE}`;
    case "selection":
      return selectionRules[name as keyof SelectionTexts];
    case "file":
      return "must be the name of a file";
    default:
      return describeRange(range);
  }
}
