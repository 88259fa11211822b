/**
 * Models on disk, in Hugging Face's layout, and images for them.
 *
 * @module
 */
export { type CalibrationImagesOptions, calibrationImages } from "./calibrationImages.ts";
export { loadModel } from "./loadModel.ts";
export { ModelFolderError, type ModelFolderErrorCode } from "./ModelFolderError.ts";
export { modelFileNames } from "./modelFiles.ts";
export type { LoadedModel, LoadModelOptions } from "./readModel.ts";
export { runFileNames } from "./runFileNames.ts";
export { type ModelToSave, type SaveModelOptions, saveModel } from "./saveModel.ts";
