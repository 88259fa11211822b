/**
 * Models on disk, in Hugging Face's layout.
 *
 * @module
 */
export { type LoadedModel, type LoadModelOptions, loadModel } from "./loadModel.ts";
export { type ModelToSave, saveModel } from "./saveModel.ts";
