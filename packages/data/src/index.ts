/**
 * Prepare cell images for a diffusion model: convert pixels to model values and back, augment, batch, and generate synthetic cells.
 * Works in Node and in browsers. To read and write image files, use `@cellgen/data/node`.
 *
 * ```ts
 * import { arrayBatches, CELL_CLASSES, stackImages, synthesizeCell } from "@cellgen/data";
 * const cells = Array.from({ length: 300 }, (_, index) => synthesizeCell("smear", { size: 32, seed: 0, index }));
 * const set = stackImages(cells.map((cell) => cell.image), cells.map((cell) => cell.label), CELL_CLASSES.smear);
 * const batches = arrayBatches(set, { batchSize: 4, seed: 0, augmentation: "d4" });
 * const { xStart, labels } = await batches.batch(0); // [4, 32, 32, 3] in [-1, 1], int32 [4]
 * ```
 *
 * @module
 */

export {
  boxesInField,
  type CheckedBoxes,
  type CropBox,
  type DroppedBox,
  type DropReason,
} from "./annotations/cropBox.ts";
export { type InstanceBox, instanceBoxes } from "./annotations/instanceBoxes.ts";
export { type Affine, affineResample } from "./batches/affineResample.ts";
export {
  type ArrayBatchOptions,
  arrayBatches,
  type ImageArray,
  stackImages,
} from "./batches/arrayBatches.ts";
export { augment, drawSymmetry, type SquareSymmetry, type SymmetryGroup } from "./batches/augment.ts";
export {
  AUGMENTATION_RULE,
  type Augmentation,
  type AugmentationOptions,
  parseAugmentation,
} from "./batches/augmentation.ts";
export type { Batch, BatchSource } from "./batches/batchSource.ts";
export type { BatchOptions } from "./batches/shuffledBatches.ts";
export { cutWindow, resizePixels } from "./crops/cutWindow.ts";
export { CropError, type FieldSize, pixelSizeFactor } from "./crops/fieldSize.ts";
export { gridWindows, randomWindow, type WindowDraw } from "./crops/fieldWindows.ts";
export { type Foreground, findForeground, foregroundShare, otsuThreshold } from "./crops/foreground.ts";
export { maskNeighbours } from "./crops/maskNeighbours.ts";
export {
  type BorderRule,
  type CropDropReason,
  type CropPlan,
  type CropWindow,
  type PlanCropsOptions,
  planCrops,
} from "./crops/planCrops.ts";
export { type FieldSource, fieldOfImage, type ReadCropOptions, readCrop } from "./crops/readCrop.ts";
export { defaultChannelColors, parseChannelColor } from "./display/channelColors.ts";
export {
  compositeOf,
  type DisplayColors,
  type DisplayImageOptions,
  displayImage,
} from "./display/displayImage.ts";
export { displayRanges } from "./display/displayRanges.ts";
export type { CellImage } from "./images/cellImage.ts";
export { cropImage } from "./images/cropImage.ts";
export type { ImageSize } from "./images/imageSize.ts";
export type { ImageFileFormat, ImageSource, PlanePosition, PlaneRequest } from "./images/imageSource.ts";
export { canonicalName, indexOfName } from "./images/indexOfName.ts";
export { luminance } from "./images/luminance.ts";
export { boxMask, cropMask, type Mask, MaskColorError, maskBounds, maskOfImage } from "./images/mask.ts";
export { roundedPixelSize } from "./images/pixelSize.ts";
export { isFloatType, type PixelType, pixelTypeOf, pixelTypes } from "./images/pixelType.ts";
export { resizeImage } from "./images/resizeImage.ts";
export type { UnitImage } from "./images/unitImage.ts";
export { fromUnitRange, toUnitRange, type ValueRange } from "./images/valueRange.ts";
export { NoiseRangeError } from "./processor/checkNoise.ts";
export type { EncodedImage, EncodeOptions } from "./processor/encodeImage.ts";
export type { FittedImage, Placement } from "./processor/fitImage.ts";
export type { ImageNoise } from "./processor/imageNoise.ts";
export type { FitNote, NoiseNote, NoiseWarning } from "./processor/imageNote.ts";
export { fileRanges } from "./processor/imageOfValues.ts";
export {
  type ImageKind,
  type ImageProcessor,
  imageProcessor,
} from "./processor/imageProcessor.ts";
export type { NoisyImage, NoisyImageOptions, NoisyParts } from "./processor/noisyImage.ts";
export type { ImageFormat, PixelScale } from "./processor/pixelScale.ts";
export { type UnfitImageCode, UnfitImageError } from "./processor/unfitImageError.ts";
export type { VarianceStabilization } from "./processor/varianceStabilization.ts";
export { parseRange, rangeText } from "./ranges/parseRange.ts";
export type { Percentiles, RangeOption, RangeScope } from "./ranges/rangeOption.ts";
export type { RangeWarning } from "./ranges/rangeWarning.ts";
export { measureRanges, type SetRange } from "./ranges/setRange.ts";
export type { FocalPlanes, SampleSelection } from "./samples/selection/sampleSelection.ts";
export { parseSelection, type SelectionTexts, selectionRules } from "./samples/selection/selectionText.ts";
export {
  CELL_CLASSES,
  type CellKind,
  type SynthesizeOptions,
  type SyntheticCell,
  synthesizeCell,
} from "./synthetic/synthesizeCell.ts";
