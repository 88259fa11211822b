/**
 * Models on disk, in Hugging Face's layout.
 *
 * @module
 */
export { loadModel } from "./loadModel.ts";
export type { LoadedModel, LoadModelOptions } from "./readModel.ts";
export { type ModelToSave, saveModel } from "./saveModel.ts";
