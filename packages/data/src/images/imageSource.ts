import type { PixelWindow } from "@cellgen/filters";
import type { CellImage } from "./cellImage.ts";
import type { PixelType } from "./pixelType.ts";

/** File formats of images. */
export type ImageFileFormat =
  | "png"
  | "jpeg"
  | "webp"
  | "gif"
  | "bmp"
  | "tiff"
  | "ome-tiff"
  | "ome-zarr"
  | "npy"
  | "npz";

/** Plane of a source: all channels at one position of the other axes. */
export interface PlanePosition {
  /** Index of the image in a file of several images (npy, npz, TIFF pages without axes). @default 0 */
  readonly image?: number;
  /** Focal plane. @default 0 */
  readonly z?: number;
  /** Time point. @default 0 */
  readonly time?: number;
}

/** Part of a plane to read. */
export interface PlaneRequest extends PlanePosition {
  /** Channels in the requested order. @default all */
  readonly channels?: readonly number[];
  /** Rectangle inside the image. @default whole image */
  readonly window?: PixelWindow;
}

/** Opened image file whose planes are decoded on demand. The metadata is read when it is opened; no pixel is. */
export interface ImageSource {
  /** Absolute path. */
  readonly path: string;
  readonly format: ImageFileFormat;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly pixelType: PixelType;
  /** Number of images of the same size: 1, except in arrays of images and TIFF files of unrelated pages. */
  readonly images: number;
  /** Number of focal planes. */
  readonly depth: number;
  /** Number of time points. */
  readonly times: number;
  readonly channelNames?: readonly string[];
  readonly pixelSizeMicrometres?: number;
  /** Class of each image, if the file holds labels (npz). */
  readonly labels?: readonly number[];
  /** Facts about the file that a user should know, as sentences; [] = none. */
  readonly notes: readonly string[];
  /**
   * Decode a plane, or a part of it. Only the strips, tiles or chunks that overlap the window are read.
   *
   * @throws UnreadableImageError if the file is damaged; RangeError if a position, channel or window lies outside the file.
   */
  read(request?: PlaneRequest): Promise<CellImage>;
  /** Close the file. */
  close(): Promise<void>;
}
