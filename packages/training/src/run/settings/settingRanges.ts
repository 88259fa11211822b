import { engineChoices, maxThreads } from "@cellgen/engine/choices";
import type { OptionRange } from "@cellgen/pipelines/options";
import { MAX_PATCH_SIZE, unetPresetNames } from "@cellgen/unet/presets";
import { recipeNames } from "../../diffusion/recipeNames.ts";
import { imageSideLimits } from "./imageSizeSetting.ts";
import { type RunSettings, scheduleSettings } from "./runSettings.ts";

/**
 * Valid values of a setting. "size" is the side of a square, or width x height; "pixel-range" a rule for the pixel values that map to -1 and 1;
 * "colors" is "auto", or a color for each channel; "photon-noise" is "none", or photon noise as text; "augmentation" a text of
 * `parseAugmentation` of @cellgen/data; "selection" a text of `parseSelection`.
 */
export type SettingRange =
  | OptionRange
  | { readonly kind: "size"; readonly min: number; readonly max: number }
  | { readonly kind: "pixel-range" }
  | { readonly kind: "colours" }
  | { readonly kind: "photon-noise" }
  | { readonly kind: "augmentation" }
  | { readonly kind: "selection" }
  | { readonly kind: "file" };

/** Return whether the values of a setting are described by a range alone. */
export function isOptionRange(range: SettingRange): range is OptionRange {
  const { kind } = range;
  return !(
    ["size", "pixel-range", "colours", "photon-noise", "augmentation", "selection", "file"] as const
  ).some((own) => own === kind);
}

const count = (max = Number.MAX_SAFE_INTEGER): SettingRange => ({ kind: "integer", min: 0, max });
const choice = (...choices: readonly (string | number)[]): SettingRange => ({ kind: "choice", choices });

/** Valid range of each training setting, for `trainFolder` and `cellgen train`. */
export const settingRanges: Readonly<Record<keyof RunSettings, SettingRange>> = {
  data: { kind: "folder" },
  out: { kind: "folder" },
  recipe: choice("auto", ...recipeNames),
  preset: choice(...unetPresetNames),
  size: { kind: "size", ...imageSideLimits },
  crop: count(),
  channels: choice("auto", 1, 2, 3, 4, 5, 6, 7, 8),
  index: { kind: "file" },
  selectChannels: { kind: "selection" },
  z: { kind: "selection" },
  time: { kind: "selection" },
  classConditional: { kind: "switch" },
  balance: { kind: "switch", auto: true },
  range: { kind: "pixel-range" },
  display: { kind: "colours" },
  stabilise: { kind: "photon-noise" },
  steps: { kind: "integer", min: 1, max: 2 ** 32 - 1 },
  batch: { kind: "integer", min: 1, max: 4096 },
  lr: { kind: "number", above: 0, max: 1 },
  prediction: choice("v_prediction", "epsilon", "sample"),
  weighting: choice("uniform", "velocity", "clamped-velocity", "min-snr"),
  patchSize: { kind: "integer", min: 1, max: MAX_PATCH_SIZE },
  schedule: choice(...scheduleSettings),
  noiseShift: { kind: "number", above: 0, max: 16 },
  halfSize: { kind: "number", min: 0, max: 0.99 },
  ema: { kind: "number", min: 0, max: 0.999999 },
  augment: { kind: "augmentation" },
  strict: { kind: "switch" },
  seed: count(),
  engine: choice(...engineChoices),
  threads: { kind: "integer", min: 1, max: maxThreads },
  shareCores: { kind: "switch" },
  blocks: { kind: "switch" },
  sampleEvery: count(),
  checkpointEvery: count(),
};
