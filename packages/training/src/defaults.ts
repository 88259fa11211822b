/**
 * Defaults of a training run, without loading TensorFlow.js.
 *
 * @module
 */
export type { RunSettings } from "./run/runSettings.ts";
export { trainingDefaults } from "./trainingDefaults.ts";
