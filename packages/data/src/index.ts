/**
 * Cell images as typed arrays: the image processor (pixels to model values and back), augmentation, batches, and synthetic cells.
 * Reading and writing files is in `@cellgen/data/node`; this part runs in a browser.
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

export { type ArrayBatchOptions, arrayBatches, type ImageArray, stackImages } from "./arrayBatches.ts";
export { type Augmentation, augment, drawSymmetry, type SquareSymmetry } from "./augment.ts";
export type { Batch, BatchSource } from "./batchSource.ts";
export { type BitDepth, bitDepthOf, type CellImage } from "./cellImage.ts";
export { NoiseRangeError } from "./checkNoise.ts";
export { cropImage } from "./cropImage.ts";
export { displayRange } from "./displayRange.ts";
export type { EncodedImage } from "./encodeImage.ts";
export type { FittedImage, Placement } from "./fitImage.ts";
export { brightestOf } from "./fullScale.ts";
export type { ImageNoise } from "./imageNoise.ts";
export type { FitNote, NoiseNote, NoiseWarning } from "./imageNote.ts";
export { type EncodeOptions, type ImageProcessor, type ImageSize, imageProcessor } from "./imageProcessor.ts";
export { luminance } from "./luminance.ts";
export { boxMask, cropMask, type Mask, maskBounds, maskOfImage } from "./mask.ts";
export type { NoisyImage, NoisyImageOptions } from "./noisyImage.ts";
export type { ImageFormat, PixelScale } from "./pixelScale.ts";
export { resizeImage } from "./resizeImage.ts";
export type { BatchOptions } from "./shuffledBatches.ts";
export {
  CELL_CLASSES,
  type CellKind,
  type SynthesizeOptions,
  type SyntheticCell,
  synthesizeCell,
} from "./synthesizeCell.ts";
export { type UnfitImageCode, UnfitImageError } from "./unfitImageError.ts";
export type { UnitImage } from "./unitImage.ts";
export { fromUnitRange, toUnitRange, type ValueRange } from "./valueRange.ts";
export type { VarianceStabilization } from "./varianceStabilization.ts";
