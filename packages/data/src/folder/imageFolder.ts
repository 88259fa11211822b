import type { UnreadableImage } from "../formats/unreadableImageError.ts";
import type { PixelType } from "../images/pixelType.ts";
import type { ValueRange } from "../images/valueRange.ts";
import type { RangeScope } from "../ranges/rangeOption.ts";
import type { RangeWarning } from "../ranges/rangeWarning.ts";
import type { SetRange } from "../ranges/setRange.ts";
import type { FolderSplit, SplitPart } from "./splitFolders.ts";

/** Readable file of a folder. */
export interface ImageFile {
  /** Absolute path. */
  readonly path: string;
  /** Path relative to the folder, with "/" as separator on every system. */
  readonly name: string;
  /** Index into the folder's classes; 0 without classes. */
  readonly label: number;
  /** Part of the folder's split; undefined if the folder holds none. */
  readonly part?: SplitPart;
  /** Size in pixels, after the camera's orientation was applied. */
  readonly width: number;
  readonly height: number;
  /** 3 only for real colour: RGB with three equal channels counts as 1. */
  readonly channels: number;
  readonly pixelType: PixelType;
  /** Minimum over all pixels and channels, as stored. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Digest of the size and pixels, independent of file name and compression: equal for equal images. 16 hexadecimal digits. */
  readonly digest: string;
  /** Whether some pixels were transparent (composited over black). */
  readonly transparent: boolean;
  /** Per channel: pixel values that map to -1 and 1, if the file or its group has a range of its own. */
  readonly ranges?: readonly ValueRange[];
  /** Facts about the file that a user should know, as sentences. @default none */
  readonly notes?: readonly string[];
}

/** Result of `scanImageFolder`. Plain data. */
export interface ImageFolder {
  /** Absolute path. */
  readonly path: string;
  /** Readable files, sorted by name. */
  readonly files: readonly ImageFile[];
  /**
   * Sorted names of the first-level subfolders with readable images, in composed Unicode; [] if there are fewer than two classes. In a folder
   * that holds a split, the subfolders of its parts.
   */
  readonly classes: readonly string[];
  /** Split that the folder holds, such as train/ and test/. @default none */
  readonly split?: FolderSplit;
  /** Skipped files that cannot be read, including images of unsupported formats. */
  readonly unreadable: readonly UnreadableImage[];
  /** Skipped subfolders named `masks`. */
  readonly skippedFolders: readonly string[];
  /** Number of channels: 3 if any file has colour. */
  readonly channels: number;
  readonly channelNames?: readonly string[];
  /** Pixel type; that of the most values if the files differ. */
  readonly pixelType: PixelType;
  /** Per channel: pixel values of files of `pixelType` that map to -1 and 1; the median over the images or groups if each has its own range. */
  readonly ranges: readonly ValueRange[];
  readonly rangeScope: RangeScope;
  /** Ranges of the files of each pixel type and number of channels. */
  readonly measured: readonly SetRange[];
  /** Warnings about the pixel values. */
  readonly rangeWarnings: readonly RangeWarning[];
}
