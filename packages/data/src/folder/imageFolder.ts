import type { UnreadableImage } from "../files/unreadableImageError.ts";
import type { BitDepth } from "../images/cellImage.ts";
import type { ValueRange } from "../images/valueRange.ts";

/** Readable file of a folder. */
export interface ImageFile {
  /** Absolute path. */
  readonly path: string;
  /** Path relative to the folder, with "/" as separator on every system. */
  readonly name: string;
  /** Index into the folder's classes; 0 without classes. */
  readonly label: number;
  /** Size in pixels, after the camera's orientation was applied. */
  readonly width: number;
  readonly height: number;
  /** 3 only for real colour: RGB with three equal channels counts as 1. */
  readonly channels: 1 | 3;
  readonly bitDepth: BitDepth;
  /** Minimum over all pixels and channels, as stored. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Digest of the size and pixels, independent of file name and compression: equal for equal images. 16 hexadecimal digits. */
  readonly digest: string;
  /** Whether some pixels were transparent (composited over black). */
  readonly transparent: boolean;
}

/** Result of `scanImageFolder`. Plain data. */
export interface ImageFolder {
  /** Absolute path. */
  readonly path: string;
  /** Readable files, sorted by name. */
  readonly files: readonly ImageFile[];
  /** Sorted names of the first-level subfolders with readable images; [] if there are fewer than two classes. */
  readonly classes: readonly string[];
  /** Skipped files that cannot be read, including images of unsupported formats. */
  readonly unreadable: readonly UnreadableImage[];
  /** Skipped subfolders named `masks`. */
  readonly skippedFolders: readonly string[];
  /** 3 if any file has colour. */
  readonly channels: 1 | 3;
  /** 16 if any file has 16 bits. 8-bit values are then multiplied by 257 (255 becomes 65535). */
  readonly bitDepth: BitDepth;
  /** Pixel values that map to -1 and 1: [0, 255] for 8 bits, the minimum and maximum over all files for 16 bits. */
  readonly valueRange: ValueRange;
}
