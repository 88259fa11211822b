/**
 * Image files in and out, in Node: folders of PNG and JPEG files become batches, images become PNG files.
 *
 * ```ts
 * import { folderBatches, scanImageFolder } from "@cellgen/data/node";
 * const folder = await scanImageFolder("cells", { size: 32 });
 * console.log(folder.files.length, folder.classes, folder.channels, folder.unreadable);
 * const batches = folderBatches(folder, { size: 32, batchSize: 4, seed: 0, augmentation: "d4" });
 * const { xStart, labels } = await batches.batch(0); // [4, 32, 32, channels] in [-1, 1], int32 [4]
 * ```
 *
 * @module
 */

export type { CropOptions } from "./cropWindow.ts";
export { dataFingerprint } from "./dataFingerprint.ts";
export { type FolderBatchOptions, type FolderBatchSource, folderBatches } from "./folderBatches.ts";
export { folderScale, StabilizationError } from "./folderScale.ts";
export { type FolderSummary, folderSummary, type Spread } from "./folderSummary.ts";
export type { ImageFile, ImageFolder } from "./imageFolder.ts";
export { type ImageFolderCode, ImageFolderError } from "./imageFolderError.ts";
export { IMAGE_EXTENSIONS } from "./listImageFiles.ts";
export { FileMatchError, type FileMatchFault, matchFiles } from "./matchFiles.ts";
export { type ReadImageOptions, readImage } from "./readImage.ts";
export {
  type InputImage,
  type InputImages,
  type LazyImage,
  MissingInputError,
  openInputs,
  type ReadInputsOptions,
  readInputs,
} from "./readInputs.ts";
export { samplesOf } from "./samplesOf.ts";
export { type ScanOptions, type ScanProgress, scanImageFolder } from "./scanImageFolder.ts";
export { type FileSplit, FolderSplitError, splitFiles } from "./splitFiles.ts";
export { readStoredImage, type StoredImage } from "./storedImage.ts";
export { TRAINING_IMAGES_FILE, trainingImageDigests, trainingImagesCsv } from "./trainingImages.ts";
export { type ImageFault, type UnreadableImage, UnreadableImageError } from "./unreadableImageError.ts";
export { encodePng, writePng } from "./writePng.ts";
