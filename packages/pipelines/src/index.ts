/**
 * A trained diffusion model and what it is used for: to draw images, to take noise out of them, to fill holes, to translate from class to
 * class, and to go from one image to another. `@cellgen/pipelines/node` reads models from disk; this part runs in a browser, where `readModel`
 * reads them from files wherever they are.
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

export type { ClippingLimits } from "./beforeClipping.ts";
export type { ClassJudge, ClassVerdict } from "./classJudge.ts";
export {
  createGenerator,
  type GeneratedImage,
  type GeneratorOptions,
  type ImageGenerator,
} from "./createGenerator.ts";
export { createImageDenoiser, type DenoisedImage, type ImageDenoiser } from "./createImageDenoiser.ts";
export { createInpainter, type Inpainter } from "./createInpainter.ts";
export { createInterpolator, type InterpolatedImage, type Interpolator } from "./createInterpolator.ts";
export { createTranslator, type TranslatedImage, type Translator } from "./createTranslator.ts";
export {
  type DenoisedCellImage,
  type DenoiseImageOptions,
  type DenoiseWarningCode,
  denoiseImage,
} from "./denoise/denoiseImage.ts";
export type { DenoiseNote } from "./denoise/denoiseWarnings.ts";
export { type Uncertainty, uncertaintyMap } from "./denoise/uncertaintyMap.ts";
export { type DenoiseOptions, type DenoiseProgress, denoiseDefaults } from "./denoiseOptions.ts";
export { type DiffusionModel, nullClassOf } from "./diffusionModel.ts";
export type { GenerateOptions } from "./generateOptions.ts";
export { parametersFromHuggingFace, parametersToHuggingFace } from "./huggingFaceParameters.ts";
export { schedulerConfigFromHuggingFace, schedulerConfigToHuggingFace } from "./huggingFaceScheduler.ts";
export {
  type InpaintedCellImage,
  type InpaintImageOptions,
  type InpaintNote,
  inpaintImage,
  inpaintPresetFor,
} from "./inpaint/inpaintImage.ts";
export { type InpaintRegion, inpaintRegion, UnfitMaskError } from "./inpaint/inpaintRegion.ts";
export { type InpaintOptions, type InpaintPreset, inpaintPresets } from "./inpaintOptions.ts";
export {
  type InterpolatedCellImage,
  type InterpolateImagesOptions,
  interpolateImages,
} from "./interpolate/interpolateImages.ts";
export { type InterpolateOptions, interpolateDefaults } from "./interpolateOptions.ts";
export { labelInTurn } from "./labelInTurn.ts";
export { type ModelCard, parseModelCard } from "./modelCard.ts";
export type { ModelFiles } from "./modelFiles.ts";
export type { SamplerChoice } from "./modelSampler.ts";
export { noiseScheduleOf, type SchedulerConfig } from "./noiseScheduleOf.ts";
export type { PipelineProgress, WatchOptions } from "./pipelineProgress.ts";
export type { PipelineWarning } from "./pipelineWarning.ts";
export { type LoadedModel, type LoadModelOptions, readModel } from "./readModel.ts";
export type { ResidualCheck, ResidualWarningCode } from "./residualCheck.ts";
export { type Sampling, type SamplingChoice, samplingFor } from "./sampling.ts";
export { schedulerConfig } from "./schedulerConfig.ts";
export { type TiledDenoiserOptions, tiledDenoiser } from "./tiledDenoiser.ts";
export {
  type ImageSource,
  type TranslatedCellImage,
  type TranslateImagesOptions,
  translateImages,
} from "./translate/translateImages.ts";
export { type TranslateOptions, translateDefaults } from "./translateOptions.ts";
export type { LabelledImage, UnitImage } from "./unitImage.ts";
