import type { RasterFormat } from "./rasterFormat.ts";

/** Decoded pixels of a file, as stored. */
export interface DecodedPixels {
  readonly width: number;
  readonly height: number;
  /** Stored channels without alpha: 3 for RGB, even if all channels are equal. */
  readonly storedChannels: 1 | 3;
  /** Channels of `data`, with alpha last. 8-bit gray with alpha has three equal channels plus alpha. */
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: Uint8Array | Uint16Array;
}

/** Facts in the header of a file. */
export interface RasterHeader {
  /** After the camera's orientation was applied. */
  readonly width: number;
  readonly height: number;
  readonly storedChannels: 1 | 3;
  readonly hasAlpha: boolean;
  /** Whether the file has 16 bits a channel. */
  readonly isWide: boolean;
  readonly isCmyk: boolean;
  /** Frames of an animation; 1 for all other files. */
  readonly frames: number;
}

/** Decoded file. */
export interface DecodedFile extends DecodedPixels {
  readonly format: RasterFormat;
  /** Pixel width, if the file states one. */
  readonly pixelSizeMicrometres?: number;
  /** Facts about the file that a user should know, as sentences: repaired faults, unread frames. */
  readonly notes: readonly string[];
}
