/**
 * A trained model and images in files: generate, denoise, inpaint, translate and interpolate.
 *
 * ```ts
 * import { loadPipeline } from "@cellgen/pipelines/node";
 * const cells = await loadPipeline("runs/my-cells");
 * const images = await cells.generate({ count: 8, seed: 0 });
 * await images[0].save("cell.png");
 * ```
 *
 * @module
 */

export { loadModel } from "./model/loadModel.ts";
export { ModelFolderError, type ModelFolderErrorCode } from "./model/ModelFolderError.ts";
export { modelFileNames } from "./model/modelFiles.ts";
export type { LoadedModel, LoadModelOptions } from "./model/readModel.ts";
export { runFileNames } from "./model/runFileNames.ts";
export { type ModelToSave, type SaveModelOptions, saveModel } from "./model/saveModel.ts";
export { type CalibrationImagesOptions, calibrationImages } from "./network/calibrationImages.ts";
export type { AsyncList } from "./pipeline/AsyncList.ts";
export { CellPipeline } from "./pipeline/CellPipeline.ts";
export type {
  DenoiseCellsOptions,
  DenoisedCell,
  DenoiseFieldCellsOptions,
  UncertaintyImage,
} from "./pipeline/denoiseCell.ts";
export type { GeneratedCell } from "./pipeline/GeneratedCell.ts";
export type { GenerateCellsOptions } from "./pipeline/generateCells.ts";
export type { InpaintCellsOptions, InpaintedCell } from "./pipeline/inpaintCells.ts";
export type { CellInput } from "./pipeline/inputImage.ts";
export { type MaskInput, readInpaintRegion } from "./pipeline/inputMask.ts";
export type { InterpolateCellsOptions, InterpolatedCell } from "./pipeline/interpolateCells.ts";
export { type LoadPipelineOptions, loadPipeline } from "./pipeline/loadPipeline.ts";
export type { ResultImage } from "./pipeline/ResultImage.ts";
export type { TranslateCellsOptions, TranslatedCell } from "./pipeline/translateCells.ts";
