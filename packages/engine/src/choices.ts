/**
 * Names of the engines, without loading TensorFlow.js.
 *
 * @module
 */

export { type EngineChoice, engineChoices, maxThreads } from "./api/engineChoices.ts";
