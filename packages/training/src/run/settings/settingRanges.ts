import { engineChoices, maxThreads } from "@cellgen/engine/choices";
import { unetPresetNames } from "@cellgen/unet/presets";
import { imageSideLimits } from "./imageSizeSetting.ts";
import { type RunSettings, scheduleSettings } from "./runSettings.ts";

/** Valid values of a setting. */
export type SettingRange =
  /** One of a list of values. */
  | { readonly kind: "choice"; readonly choices: readonly (string | number)[] }
  /** Integer from `min` to `max`. */
  | { readonly kind: "integer"; readonly min: number; readonly max: number }
  /** Number from `min` to `max`, or above `above` and at most `max`. */
  | { readonly kind: "number"; readonly min: number; readonly max: number }
  | { readonly kind: "number"; readonly above: number; readonly max: number }
  /** True or false. */
  | { readonly kind: "switch" }
  /** The path of a folder. */
  | { readonly kind: "folder" }
  /** The side of a square, or width x height. */
  | { readonly kind: "size"; readonly min: number; readonly max: number }
  /** "none", or photon noise as text. */
  | { readonly kind: "photon-noise" };

const count = (max = Number.MAX_SAFE_INTEGER): SettingRange => ({ kind: "integer", min: 0, max });
const choice = (...choices: readonly (string | number)[]): SettingRange => ({ kind: "choice", choices });

/** Valid range of each training setting, for `trainFolder` and `cellgen train`. */
export const settingRanges: Readonly<Record<keyof RunSettings, SettingRange>> = {
  data: { kind: "folder" },
  out: { kind: "folder" },
  preset: choice(...unetPresetNames),
  size: { kind: "size", ...imageSideLimits },
  crop: count(),
  channels: choice("auto", 1, 3),
  classConditional: { kind: "switch" },
  stabilise: { kind: "photon-noise" },
  steps: { kind: "integer", min: 1, max: 2 ** 32 - 1 },
  batch: { kind: "integer", min: 1, max: 4096 },
  lr: { kind: "number", above: 0, max: 1 },
  prediction: choice("v_prediction", "epsilon", "sample"),
  schedule: choice(...scheduleSettings),
  ema: { kind: "number", min: 0, max: 0.999999 },
  augment: choice("none", "flip", "d4"),
  strict: { kind: "switch" },
  seed: count(),
  engine: choice(...engineChoices),
  threads: { kind: "integer", min: 1, max: maxThreads },
  shareCores: { kind: "switch" },
  blocks: { kind: "switch" },
  sampleEvery: count(),
  checkpointEvery: count(),
};
