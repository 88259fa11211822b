/**
 * Engines for Node: they load native code or files.
 *
 * @module
 */
export { createEngine } from "./engines/createEngine.ts";
export { type EngineReport, listEngines } from "./engines/listEngines.ts";
