/**
 * Defaults and ranges of the settings of a training run, without loading TensorFlow.js.
 *
 * @module
 */

export { trainingDefaults } from "./diffusion/trainingDefaults.ts";
export type { RunSettings } from "./run/settings/runSettings.ts";
export { type SettingRange, settingRanges } from "./run/settings/settingRanges.ts";
