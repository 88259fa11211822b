import type { UnreadableImage } from "../files/unreadableImageError.ts";
import type { BitDepth } from "../images/cellImage.ts";
import type { ValueRange } from "../images/valueRange.ts";

/** One readable file of a folder. */
export interface ImageFile {
  /** Absolute. */
  readonly path: string;
  /** Below the folder, with "/" between names on every system. */
  readonly name: string;
  /** Index into the folder's classes; 0 where there are none. */
  readonly label: number;
  /** Pixels, after the camera's orientation was applied. */
  readonly width: number;
  readonly height: number;
  /** 3 only if the pixels have colour: RGB with three equal channels is 1. */
  readonly channels: 1 | 3;
  readonly bitDepth: BitDepth;
  /** Of all pixels and channels, as stored. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Of the size and the pixels, whatever the file is called and however it is packed: equal for equal images. 16 hexadecimal digits. */
  readonly digest: string;
  /** Whether some pixels were transparent (laid over black). */
  readonly transparent: boolean;
}

/** What `scanImageFolder` found. Plain data. */
export interface ImageFolder {
  /** Absolute. */
  readonly path: string;
  /** The readable files, sorted by name. */
  readonly files: readonly ImageFile[];
  /** Names of the first-level subfolders with readable images, sorted; [] if they are no division into two classes or more. */
  readonly classes: readonly string[];
  /** What was passed over because it cannot be read, images of other formats among it. */
  readonly unreadable: readonly UnreadableImage[];
  /** Subfolders named `masks`, which were passed over. */
  readonly skippedFolders: readonly string[];
  /** 3 if any file has colour. */
  readonly channels: 1 | 3;
  /** 16 if any file has 16 bits. 8-bit files then count as 16-bit ones of 257 times their values (255 becomes 65535). */
  readonly bitDepth: BitDepth;
  /** What becomes -1 and 1: [0, 255] for 8 bits, the smallest and the largest value of all files for 16. */
  readonly valueRange: ValueRange;
}
