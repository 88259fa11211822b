/**
 * Read folders of images as training batches, and read and write image files of microscopy (Node only).
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

export { parseBoxesCsv } from "./annotations/boxesCsv.ts";
export { parseCoco } from "./annotations/coco.ts";
export { AnnotationError, type FieldBoxes } from "./annotations/cropBox.ts";
export { parsePascalVoc } from "./annotations/pascalVoc.ts";
export { type Annotations, readAnnotations } from "./annotations/readAnnotations.ts";
export type { CropOptions } from "./batches/cropWindow.ts";
export { type FolderBatchOptions, type FolderBatchSource, folderBatches } from "./batches/folderBatches.ts";
export {
  type CropMethod,
  type FieldCrop,
  type FieldCropsOptions,
  type FieldDropReason,
  fieldCrops,
} from "./crops/fieldCrops.ts";
export { type FieldPlane, fieldPlanes } from "./crops/fieldPlanes.ts";
export { type FieldFile, type FieldFiles, listFields, matchByName } from "./crops/listFields.ts";
export { dataFingerprint } from "./folder/dataFingerprint.ts";
export { type FolderSummary, fileNotes, folderSummary, type Spread } from "./folder/folderSummary.ts";
export { type ImageDigestsOptions, imageDigests } from "./folder/imageDigests.ts";
export type { ImageFile, ImageFolder } from "./folder/imageFolder.ts";
export { type ImageFolderCode, ImageFolderError } from "./folder/imageFolderError.ts";
export {
  InputMatchError,
  type InputMatchFault,
  type MatchInputsOptions,
  matchInputs,
} from "./folder/inputs/matchInputs.ts";
export { outputNames } from "./folder/inputs/outputNames.ts";
export {
  type InputImage,
  type InputImages,
  type LazyImage,
  MissingInputError,
  openInputs,
  type ReadInputsOptions,
  readInputs,
} from "./folder/inputs/readInputs.ts";
export { type FolderScaleOptions, folderScale, StabilizationError } from "./folder/pixels/folderScale.ts";
export { samplesOf } from "./folder/samplesOf.ts";
export { IMAGE_EXTENSIONS } from "./folder/scan/listImageFiles.ts";
export { scanImageFolder } from "./folder/scan/scanImageFolder.ts";
export type { ScanOptions, ScanProgress } from "./folder/scan/scanOptions.ts";
export {
  FileGroupError,
  type FileGroups,
  fileGroups,
  GROUP_COLUMNS,
  type Grouping,
} from "./folder/split/fileGroups.ts";
export {
  type FileSplit,
  FolderSplitError,
  type SplitOptions,
  splitFiles,
} from "./folder/split/splitFiles.ts";
export { type FolderSplit, type SplitPart, splitPartOf } from "./folder/split/splitFolders.ts";
export {
  readTrainingImages,
  TRAINING_IMAGES_FILE,
  trainingImageDigests,
  trainingImagesCsv,
} from "./folder/trainingImages.ts";
export { withoutUnreadable } from "./folder/withoutUnreadable.ts";
export {
  createImageSet,
  type ImageSetFormat,
  type ImageSetLayout,
  imageSetFormats,
} from "./formats/imageSet/createImageSet.ts";
export type { ImageSetClasses, ImageSetWriter } from "./formats/imageSet/imageSetWriter.ts";
export { type CreateNpzOptions, createNpz } from "./formats/npy/createNpz.ts";
export { type OpenNpyOptions, openNpy } from "./formats/npy/openNpy.ts";
export { type NpzSource, npzSplits, type OpenNpzOptions, openNpz } from "./formats/npy/openNpz.ts";
export { type WriteNpzOptions, writeNpz } from "./formats/npy/writeNpz.ts";
export { type OpenImageOptions, openImage } from "./formats/openImage.ts";
export { type OpenRasterOptions, openRaster } from "./formats/raster/openRaster.ts";
export { encodePng, writePng } from "./formats/raster/writePng.ts";
export type { EncodeStoredOptions, StoredImage } from "./formats/storedImage.ts";
export { type OpenTiffOptions, openTiff } from "./formats/tiff/openTiff.ts";
export { type CreateTiffOptions, createTiff } from "./formats/tiffWriter/createTiff.ts";
export { encodeTiff, writeTiff } from "./formats/tiffWriter/encodeTiff.ts";
export type { TiffOptions, TiffShape } from "./formats/tiffWriter/tiffShape.ts";
export type { TiffGrid, TiffWriter } from "./formats/tiffWriter/tiffWriter.ts";
export {
  type ImageFault,
  type UnreadableImage,
  UnreadableImageError,
} from "./formats/unreadableImageError.ts";
export { type WriteFileOptions, writeFileAtomic } from "./formats/writeFileAtomic.ts";
export {
  encodeImage,
  fitsPng,
  formatExtensions,
  formatOfName,
  UnfitFormatError,
  type WriteImageOptions,
  type WrittenFormat,
  writeImage,
  writtenFormatOf,
  writtenFormats,
} from "./formats/writeImage.ts";
export {
  createZarr,
  type RegionPosition,
  type ZarrFieldLayout,
  type ZarrImageLayout,
  type ZarrWriter,
} from "./formats/zarr/createZarr.ts";
export { createZarrSet } from "./formats/zarr/createZarrSet.ts";
export type { OmeZarrVersion } from "./formats/zarr/omeAttributes.ts";
export { type OpenZarrOptions, openZarr, type ZarrSource } from "./formats/zarr/openZarr.ts";
export type { ChannelHistogram } from "./inspect/channelHistogram.ts";
export {
  type FolderInspection,
  type InspectOptions,
  inspectFolder,
  type StackFile,
} from "./inspect/inspectFolder.ts";
export { type PairedImages, pairedImages } from "./inspect/pairedImages.ts";
export { type ReadImageOptions, readImage, readOverview, readSample } from "./samples/readImage.ts";
export { readStoredImage } from "./samples/readStoredImage.ts";
export {
  type SamplePlace,
  type SampleReader,
  type SampleReaderOptions,
  sampleReader,
} from "./samples/sampleReader.ts";
export type { SamplePlane } from "./samples/selection/samplePlane.ts";
export type { FocalPlanes, SampleSelection } from "./samples/selection/sampleSelection.ts";
export { type CsvIndex, type CsvIndexFault, type CsvIndexRow, readCsvIndex } from "./sets/csvIndex.ts";
export { type CsvIndexCode, CsvIndexError } from "./sets/csvIndexError.ts";
export { type MatchedCsvIndex, matchCsvIndex } from "./sets/matchCsvIndex.ts";
export {
  filesOfSyntheticCells,
  type WriteSyntheticCellsOptions,
  writeSyntheticCells,
} from "./synthetic/writeSyntheticCells.ts";
