/**
 * Models on disk, in Hugging Face's layout.
 *
 * @module
 */
export { loadModel } from "./loadModel.ts";
export type { LoadedModel, LoadModelOptions } from "./readModel.ts";
export { type ModelToSave, type SaveModelOptions, saveModel } from "./saveModel.ts";
