import type { ImageSize } from "../../images/imageSize.ts";
import type { RangeOption } from "../../ranges/rangeOption.ts";
import type { SampleSelection } from "../../samples/selection/sampleSelection.ts";
import type { SplitPart } from "../split/splitFolders.ts";

/** Number of files that were opened, or of images that were decoded. */
export interface ScanProgress {
  readonly done: number;
  readonly total: number;
}

/** Options of `scanImageFolder`. */
export interface ScanOptions extends SampleSelection {
  /** Throw at the first unreadable file by name, instead of listing it. @default false */
  readonly strict?: boolean;
  /** Maximum number of pixels; larger files count as unreadable. @default 100 million */
  readonly limitInputPixels?: number;
  /** Cache the images resized to this size, for `folderBatches` of that size. @default original size */
  readonly size?: number | ImageSize;
  /** Cache for decoded pixels, in bytes, used by `folderBatches`; 0 disables it. @default 256 MiB */
  readonly cacheBytes?: number;
  /**
   * Pixel values that map to -1 and 1: percentiles of each channel over the set, or given values; or "image" or "group" for the 0.1 and 99.9
   * percentiles of each image or group. @default 0.1 and 99.9 percentiles of the set; [0, 255] for 8-bit color
   */
  readonly range?: RangeOption | undefined;
  /**
   * Groups for `range` "group": a column of index.csv, or a pattern of file names, see `fileGroups`. @default the first of the columns group,
   * slide, patient, field, source_image, or the folders of the files
   */
  readonly group?: string | undefined;
  /** Part to read if the folder holds a split, such as train/ and test/; other folders are read whole. @default both parts */
  readonly part?: SplitPart;
  /** CSV file with the labels, boxes, split and planes of the images, see `readCsvIndex`. @default index.csv in the folder, as far as it fits */
  readonly index?: string | undefined;
  /**
   * "all" decodes every image, so that unreadable ones are found and statistics are complete; "auto" decodes only a sample of more than 5,000
   * images or 256 MiB of pixels. @default "auto"
   */
  readonly decode?: "auto" | "all";
  /** Called after every file and image. The total changes when all files are opened, and the images are decoded. */
  readonly onProgress?: (progress: ScanProgress) => void;
  readonly signal?: AbortSignal;
}

/** Default size of the cache for decoded pixels, in bytes. */
export const DEFAULT_CACHE_BYTES: number = 2 ** 28;

/** Options of the scan that also reads a single file of any format. */
export interface DecodedScanOptions extends ScanOptions {
  /** Whether a single file of any format is read. @default false */
  readonly isFile?: boolean;
  /** Images of more pixels are measured by parts of them, if their format allows that. @default 16 million in large sets; no limit in others */
  readonly maxWholePixels?: number;
}
