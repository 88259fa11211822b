/**
 * Cell images as typed arrays: pixel values to [-1, 1] and back, augmentation, batches, and synthetic cells to learn and test with.
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
export { type LanczosTaps, lanczosTaps } from "./lanczosTaps.ts";
export { luminance } from "./luminance.ts";
export type { BatchOptions } from "./shuffledBatches.ts";
export {
  CELL_CLASSES,
  type CellKind,
  type SynthesizeOptions,
  type SyntheticCell,
  synthesizeCell,
} from "./synthesizeCell.ts";
export { fromUnitRange, toUnitRange, type ValueRange } from "./valueRange.ts";
