import { readFileSync } from "node:fs";
import type { PixelWindow } from "@cellgen/filters";
import { pixelDigest } from "../folder/pixels/pixelDigest.ts";
import type { DecodedPixels } from "../formats/raster/decodedPixels.ts";
import { imageOfFile } from "../formats/raster/decodeImage.ts";
import { decodeSmallPng } from "../formats/raster/decodeSmallPng.ts";
import { jpegWindowReader } from "../formats/raster/jpeg/jpegWindowReader.ts";
import type { CellImage } from "../images/cellImage.ts";
import { centreWindow, type ImageSize } from "../images/imageSize.ts";
import { resizeInThread } from "../images/resizeInThread.ts";

/** Image to decode: a PNG file, or a window of a JPEG file that was read before. */
export interface DecodeTask {
  readonly file: string;
  readonly limitInputPixels: number;
  /** Must lie inside the image. @default the whole image */
  readonly window?: PixelWindow;
  /** Crop centrally to the aspect ratio of this size, and scale, if that takes little time. @default original size */
  readonly size?: ImageSize;
  /** Whether to compute the digest of the whole image. */
  readonly hasDigest?: boolean;
}

/** Decoded image: gray if it has three equal color channels. */
export interface DecodedTask extends Pick<CellImage, "width" | "height" | "channels"> {
  readonly data: Uint8Array | Uint16Array;
  readonly digest?: string;
}

/**
 * Create a function that decodes images without sharp, whose overhead exceeds the time of decoding small images.
 *
 * @returns A function that returns undefined if the file is missing, damaged or of another kind: read it in the usual way, which reports the fault.
 */
export function taskDecoder(): (task: DecodeTask) => DecodedTask | undefined {
  const jpegs = jpegWindowReader();
  return ({ file, limitInputPixels, window, size, hasDigest = false }) => {
    let pixels: DecodedPixels | undefined;
    try {
      pixels = window ? jpegs.read(file, window, limitInputPixels) : decodeSmallPng(readFileSync(file));
    } catch {
      return undefined;
    }
    if (!pixels || pixels.width * pixels.height > limitInputPixels) return undefined;
    const { width, height, channels, data } = imageOfFile(pixels);
    const image = { width, height, channels, data };
    const digest = hasDigest ? { digest: pixelDigest(image) } : {};
    const resized = size && resizeInThread(image, size, centreWindow(image, size));
    return { ...(resized ?? image), ...digest } as DecodedTask;
  };
}
