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
export type { AsyncList } from "./pipeline/AsyncList.ts";
export type { CellPipeline } from "./pipeline/CellPipeline.ts";
export type { GenerateCellsOptions } from "./pipeline/generateCells.ts";
export { type LoadPipelineOptions, loadPipeline } from "./pipeline/loadPipeline.ts";
export type { PipelineImage } from "./pipeline/PipelineImage.ts";
