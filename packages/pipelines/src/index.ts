/**
 * Use a trained diffusion model: generate, denoise, inpaint, translate and interpolate images. `@cellgen/pipelines/node` reads models from
 * disk. This entry runs in browsers, where `readModel` reads a model from any source of files.
 *
 * ```ts
 * import { createEngine } from "@cellgen/engine/node";
 * import { createGenerator } from "@cellgen/pipelines";
 * import { loadModel } from "@cellgen/pipelines/node";
 *
 * const generator = await createGenerator(await loadModel("my-model"), await createEngine(), { batchSize: 8 });
 * for await (const image of generator.generate({ count: 16, seed: 0, sampler: "dpm++2m", steps: 20 })) {
 *   console.log(image.index, image.values); // [height, width, channels] in [-1, 1]
 * }
 * ```
 *
 * @module
 */

export type { ClippingLimits } from "./denoise/beforeClipping.ts";
export {
  createImageDenoiser,
  type DenoisedImage,
  type ImageDenoiser,
} from "./denoise/createImageDenoiser.ts";
export { type DenoiseFieldOptions, denoiseField } from "./denoise/denoiseField.ts";
export {
  type DenoisedCellImage,
  type DenoiseImageOptions,
  denoiseImage,
} from "./denoise/denoiseImage.ts";
export {
  type DenoiseOptions,
  type DenoiseProgress,
  denoiseDefaults,
  denoiseSampling,
} from "./denoise/denoiseOptions.ts";
export type { DenoiseNote } from "./denoise/denoiseWarnings.ts";
export {
  bestFilter,
  meanReferenceScores,
  type ReferenceScores,
  type ScoredMethod,
} from "./denoise/referenceScores.ts";
export type { ResidualCheck } from "./denoise/residualCheck.ts";
export { type TiledDenoiserOptions, tiledDenoiser } from "./denoise/tiledDenoiser.ts";
export type { Uncertainty } from "./denoise/uncertaintyMap.ts";
export { type ClassCounts, countsToFill, labelsOfCounts } from "./generate/classCounts.ts";
export {
  createGenerator,
  type GeneratedImage,
  type GeneratorOptions,
  type ImageGenerator,
} from "./generate/createGenerator.ts";
export type { GenerateOptions } from "./generate/generateOptions.ts";
export { createInpainter, type Inpainter } from "./inpaint/createInpainter.ts";
export {
  type InpaintedCellImage,
  type InpaintImageOptions,
  type InpaintNote,
  inpaintImage,
  inpaintPresetFor,
} from "./inpaint/inpaintImage.ts";
export {
  type InpaintOptions,
  type InpaintPreset,
  inpaintDefaults,
  inpaintPresets,
} from "./inpaint/inpaintOptions.ts";
export { type InpaintRegion, inpaintRegion, UnfitMaskError } from "./inpaint/inpaintRegion.ts";
export {
  createInterpolator,
  type InterpolatedImage,
  type Interpolator,
} from "./interpolate/createInterpolator.ts";
export {
  type InterpolatedCellImage,
  type InterpolateImagesOptions,
  interpolateImages,
} from "./interpolate/interpolateImages.ts";
export { type InterpolateOptions, interpolateDefaults } from "./interpolate/interpolateOptions.ts";
export { type DiffusionModel, nullClassOf } from "./model/diffusionModel.ts";
export { parametersFromHuggingFace, parametersToHuggingFace } from "./model/huggingFaceParameters.ts";
export { schedulerConfigFromHuggingFace } from "./model/huggingFaceScheduler.ts";
export { ModelFolderError, type ModelFolderErrorCode } from "./model/ModelFolderError.ts";
export { modelAtSize } from "./model/modelAtSize.ts";
export { type ModelCard, parseModelCard } from "./model/modelCard.ts";
export type { ModelFiles } from "./model/modelFiles.ts";
export { noiseScheduleOf, type SchedulerConfig } from "./model/noiseScheduleOf.ts";
export { type LoadedModel, type LoadModelOptions, readModel } from "./model/readModel.ts";
export { schedulerConfig } from "./model/schedulerConfig.ts";
export { trainingSelection } from "./model/trainingSelection.ts";
export {
  type ClassCondition,
  type ClassRequest,
  classCondition,
  type ModelClass,
} from "./network/classCondition.ts";
export type { LabelledImage, UnitImage } from "./network/unitImage.ts";
export { noteText, type PipelineNote } from "./noteText.ts";
export { defaultBatchSize } from "./pipeline/pipelineBatchSize.ts";
export type {
  DenoiseWarningCode,
  PipelineWarning,
  PipelineWarningCode,
  ResidualWarningCode,
} from "./pipelineWarning.ts";
export { labelInTurn } from "./sampling/labelInTurn.ts";
export type { SamplerChoice } from "./sampling/modelSampler.ts";
export type { PipelineProgress, WatchOptions } from "./sampling/pipelineProgress.ts";
export { checkDeterministic } from "./sampling/samplerNoise.ts";
export { type Sampling, type SamplingChoice, samplingFor } from "./sampling/sampling.ts";
export type { ClassJudge, ClassVerdict } from "./translate/classJudge.ts";
export { createTranslator, type TranslatedImage, type Translator } from "./translate/createTranslator.ts";
export {
  type ImageSource,
  type TranslatedCellImage,
  type TranslateImagesOptions,
  translateImages,
} from "./translate/translateImages.ts";
export { type TranslateOptions, translateDefaults } from "./translate/translateOptions.ts";
