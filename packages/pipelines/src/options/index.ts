/**
 * Check option names and format option errors, without loading TensorFlow.js.
 *
 * @module
 */

export { checkOptionNames } from "./checkOptionNames.ts";
export { nearestName } from "./nearestName.ts";
export { OptionError, type OptionErrorCode } from "./OptionError.ts";
export { describeRange, isInRange, type OptionRange } from "./optionRange.ts";
export { problemOf } from "./problemOf.ts";
