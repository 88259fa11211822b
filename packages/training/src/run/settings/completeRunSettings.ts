import path from "node:path";
import { engineNames, executionProviders } from "@cellgen/engine";
import { type PhotonNoise, parsePhotonNoise, photonNoiseText } from "@cellgen/filters";
import {
  checkPresetSize,
  PresetSizeError,
  type UnetPresetName,
  unetPresetNames,
} from "@cellgen/unet/presets";
import { trainingDefaults } from "../../diffusion/trainingDefaults.ts";
import { type RunSettings, scheduleSettings } from "./runSettings.ts";
import { SettingError } from "./SettingError.ts";

/** Settings as they are given: what is left out has its default, `stabilise` may be the noise itself. */
export type GivenSettings = {
  readonly [Name in Exclude<keyof RunSettings, "stabilise">]?: RunSettings[Name] | undefined;
} & { readonly stabilise?: string | PhotonNoise | undefined };

/**
 * Lays given settings over those of a run to resume and the defaults, and checks them. The folders become absolute.
 *
 * @returns All settings, in the order in which they are written.
 * @throws SettingError naming the first that is unknown or out of range.
 */
export function completeRunSettings(given: GivenSettings, earlier: Partial<RunSettings> = {}): RunSettings {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(rules, name));
  if (unknown !== undefined) {
    throw new SettingError(
      unknown,
      `must not be given: there is no such option. Options: ${Object.keys(rules).join(", ")}.`,
    );
  }
  const values: Record<string, unknown> = {};
  for (const [name, { rule, holds }] of Object.entries(rules) as [keyof RunSettings, Rule][]) {
    const value = given[name] ?? earlier[name] ?? (trainingDefaults as Partial<RunSettings>)[name];
    if (value === undefined && name === "threads") continue;
    if (!holds(value)) throw new SettingError(name, `must be ${rule}, got ${JSON.stringify(value)}.`);
    values[name] = value;
  }
  const settings = values as unknown as RunSettings;
  checkSize(settings.preset, settings.size);
  return {
    ...settings,
    data: path.resolve(settings.data),
    out: path.resolve(settings.out),
    stabilise: stabiliseText(settings.stabilise),
  };
}

interface Rule {
  /** Follows "must be". */
  readonly rule: string;
  holds(value: unknown): boolean;
}

const wholeNumber = (min: number, max: number): Rule => ({
  rule: `a whole number from ${min} to ${max}`,
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
});
const oneOf = (...words: readonly unknown[]): Rule => ({
  rule: `one of ${words.join(", ")}`,
  holds: (value) => words.includes(value),
});
const folder: Rule = {
  rule: "the path of a folder",
  holds: (value) => typeof value === "string" && value !== "",
};
const yesOrNo: Rule = { rule: "true or false", holds: (value) => typeof value === "boolean" };
const NO_MAXIMUM = Number.MAX_SAFE_INTEGER;

const rules: Readonly<Record<keyof RunSettings, Rule>> = {
  data: folder,
  out: folder,
  preset: oneOf(...unetPresetNames),
  size: wholeNumber(8, 1024),
  crop: wholeNumber(0, NO_MAXIMUM),
  channels: oneOf("auto", 1, 3),
  classConditional: yesOrNo,
  stabilise: {
    rule: "none, or gain=G,offset=O,read=R with a gain above 0 and a read of at least 0",
    holds: (value) => value === "none" || stabilisationOf(value) !== undefined,
  },
  steps: wholeNumber(1, 2 ** 32 - 1),
  batch: wholeNumber(1, 4096),
  lr: {
    rule: "a number above 0 and at most 1",
    holds: (value) => typeof value === "number" && value > 0 && value <= 1,
  },
  prediction: oneOf("v_prediction", "epsilon", "sample"),
  schedule: oneOf(...scheduleSettings),
  ema: {
    rule: "a number from 0 to 0.999999",
    holds: (value) => typeof value === "number" && value >= 0 && value <= 0.999999,
  },
  augment: oneOf("none", "flip", "d4"),
  strict: yesOrNo,
  seed: wholeNumber(0, NO_MAXIMUM),
  engine: oneOf("auto", ...engineNames, ...executionProviders.map((provider) => `onnx:${provider}`)),
  threads: wholeNumber(1, 1024),
  shareCores: yesOrNo,
  blocks: yesOrNo,
  sampleEvery: wholeNumber(0, NO_MAXIMUM),
  checkpointEvery: wholeNumber(0, NO_MAXIMUM),
};

/** The photon noise that a setting stands for; undefined for "none" and for what is none. */
export function stabilisationOf(setting: unknown): Required<PhotonNoise> | undefined {
  if (setting === "none") return undefined;
  try {
    return parsePhotonNoise(typeof setting === "string" ? setting : photonNoiseText(setting as PhotonNoise));
  } catch {
    return undefined;
  }
}

/** In one form, so that equal settings are equal texts. */
function stabiliseText(setting: string | PhotonNoise): string {
  const noise = stabilisationOf(setting);
  return noise ? photonNoiseText(noise) : "none";
}

/** @throws SettingError naming the nearest sizes that the preset takes. */
function checkSize(preset: UnetPresetName, size: number): void {
  try {
    checkPresetSize(preset, size);
  } catch (error) {
    throw error instanceof PresetSizeError
      ? new SettingError("size", error.problem, { cause: error })
      : error;
  }
}
