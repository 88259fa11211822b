import type { UnreadableImage } from "../formats/unreadableImageError.ts";
import type { ImageFileFormat } from "../images/imageSource.ts";
import type { PixelType } from "../images/pixelType.ts";
import type { ValueRange } from "../images/valueRange.ts";
import type { RangeScope } from "../ranges/rangeOption.ts";
import type { RangeWarning } from "../ranges/rangeWarning.ts";
import type { SetRange } from "../ranges/setRange.ts";
import type { SamplePlane } from "../samples/selection/samplePlane.ts";
import type { FolderSplit, SplitPart } from "./split/splitFolders.ts";

/** Readable image of a folder: a file, or a part of one. */
export interface ImageFile {
  /** Absolute path of the file, or of the folder in OME-Zarr format. */
  readonly path: string;
  /**
   * Path relative to the folder, with "/" as separator on every system. Of a file of several images, the position follows: "stack.tif#z3t0" is
   * a focal plane and a time point, "cells.npz#train/0012" an image of a split, "field.png#x8y0w64h64" a box. Unique.
   */
  readonly name: string;
  /** Path of the file relative to the folder: the name without the position. */
  readonly file: string;
  readonly format: ImageFileFormat;
  /** Part of the file. @default the whole file */
  readonly plane?: SamplePlane;
  /** Size of the file in bytes; 0 for a folder in OME-Zarr format. */
  readonly bytes: number;
  /** Index into the folder's classes; 0 without classes. */
  readonly label: number;
  /** Part of the folder's split; undefined if the folder holds none. */
  readonly part?: SplitPart;
  /** Size in pixels, after the camera's orientation was applied. */
  readonly width: number;
  readonly height: number;
  /** 3 only for real color: RGB with three equal channels counts as 1. */
  readonly channels: number;
  readonly pixelType: PixelType;
  /** Pixel width, if the file states it. */
  readonly pixelSizeMicrometres?: number;
  /** Minimum over all pixels and channels, as stored. Undefined if the image was not decoded, because the set is large. */
  readonly min?: number;
  readonly max?: number;
  readonly mean?: number;
  /**
   * Digest of the size and pixels, independent of file name and compression: equal for equal images. 16 hexadecimal digits. Undefined if the
   * image was not decoded, see {@link imageDigests}.
   */
  readonly digest?: string;
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
  /** Readable images, sorted by name. */
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
  /** Number of channels: 3 if any file has color. */
  readonly channels: number;
  readonly channelNames?: readonly string[];
  /** Pixel type; that of most files if they differ. */
  readonly pixelType: PixelType;
  /** Per channel: pixel values of files of `pixelType` that map to -1 and 1; the median over the images or groups if each has its own range. */
  readonly ranges: readonly ValueRange[];
  readonly rangeScope: RangeScope;
  /** Ranges of the files of each pixel type and number of channels. */
  readonly measured: readonly SetRange[];
  /** Warnings about the pixel values. */
  readonly rangeWarnings: readonly RangeWarning[];
}
