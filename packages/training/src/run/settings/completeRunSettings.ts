import path from "node:path";
import { type PhotonNoise, parsePhotonNoise, photonNoiseText } from "@cellgen/filters";
import { trainingDefaults } from "../../diffusion/trainingDefaults.ts";
import { imageSizeSetting, parseImageSize } from "./imageSizeSetting.ts";
import type { RunSettings } from "./runSettings.ts";
import { SettingError } from "./SettingError.ts";
import { type SettingRange, settingRanges } from "./settingRanges.ts";

/** User settings: all are optional, and `stabilise` may be a noise object. */
export type GivenSettings = {
  readonly [Name in Exclude<keyof RunSettings, "stabilise">]?: RunSettings[Name] | undefined;
} & { readonly stabilise?: string | PhotonNoise | undefined };

/**
 * Merge the given settings with those of the run to resume and the defaults, and check them. Paths become absolute.
 *
 * @returns All settings, in the order of `train.json`.
 * @throws SettingError for the first unknown or invalid setting.
 */
export function completeRunSettings(given: GivenSettings, earlier: Partial<RunSettings> = {}): RunSettings {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(settingRanges, name));
  if (unknown !== undefined) {
    throw new SettingError(unknown, `is not an option. Options: ${Object.keys(settingRanges).join(", ")}.`);
  }
  const values: Record<string, unknown> = {};
  for (const [name, range] of Object.entries(settingRanges) as [keyof RunSettings, SettingRange][]) {
    const value = given[name] ?? earlier[name] ?? (trainingDefaults as Partial<RunSettings>)[name];
    if (value === undefined && name === "threads") continue;
    if (!isInRange(value, range)) {
      throw new SettingError(name, `must be ${describeRange(range)}, got ${JSON.stringify(value)}.`);
    }
    values[name] = value;
  }
  const settings = values as unknown as RunSettings;
  return {
    ...settings,
    data: path.resolve(settings.data),
    out: path.resolve(settings.out),
    size: imageSizeSetting(parseImageSize(settings.size)!),
    stabilise: stabiliseText(settings.stabilise),
  };
}

/** Describe a range as a phrase that follows "must be". */
function describeRange(range: SettingRange): string {
  switch (range.kind) {
    case "choice":
      return `one of ${range.choices.join(", ")}`;
    case "integer":
      return range.max === Number.MAX_SAFE_INTEGER
        ? `a whole number of at least ${range.min}`
        : `a whole number from ${range.min} to ${range.max}`;
    case "number":
      return "above" in range
        ? `a number above ${range.above} and at most ${range.max}`
        : `a number from ${range.min} to ${range.max}`;
    case "switch":
      return "true or false";
    case "folder":
      return "the path of a folder";
    case "size":
      return `a side or WIDTHxHEIGHT in pixels, each from ${range.min} to ${range.max}`;
    case "photon-noise":
      return "none, or gain=G,offset=O,read=R with a gain above 0 and a read of at least 0";
  }
}

function isInRange(value: unknown, range: SettingRange): boolean {
  switch (range.kind) {
    case "choice":
      return (range.choices as readonly unknown[]).includes(value);
    case "integer":
      return Number.isSafeInteger(value) && isBetween(value as number, range.min, range.max);
    case "number":
      if (typeof value !== "number") return false;
      return "above" in range
        ? value > range.above && value <= range.max
        : isBetween(value, range.min, range.max);
    case "switch":
      return typeof value === "boolean";
    case "folder":
      return typeof value === "string" && value !== "";
    case "size":
      return parseImageSize(value) !== undefined;
    case "photon-noise":
      return value === "none" || stabilisationOf(value) !== undefined;
  }
}

function isBetween(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}

/** Return the photon noise of a setting; undefined for "none" and for zero noise. */
export function stabilisationOf(setting: unknown): Required<PhotonNoise> | undefined {
  if (setting === "none") return undefined;
  try {
    return parsePhotonNoise(typeof setting === "string" ? setting : photonNoiseText(setting as PhotonNoise));
  } catch {
    return undefined;
  }
}

/** Return the canonical text, so that equal settings have equal texts. */
function stabiliseText(setting: string | PhotonNoise): string {
  const noise = stabilisationOf(setting);
  return noise ? photonNoiseText(noise) : "none";
}
