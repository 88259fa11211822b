import { readFileSync } from "node:fs";
import type { PixelWindow } from "@cellgen/filters";
import { pixelDigest } from "../folder/pixels/pixelDigest.ts";
import type { DecodedPixels } from "../formats/raster/decodedPixels.ts";
import { imageOfFile } from "../formats/raster/decodeImage.ts";
import { decodeSmallPng } from "../formats/raster/decodeSmallPng.ts";
import { decodeJpegWindow } from "../formats/raster/jpeg/decodeJpegWindow.ts";
import { jpegHeader } from "../formats/raster/jpeg/jpegHeader.ts";
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
 * Decode an image without sharp, whose overhead exceeds the time of decoding small images.
 *
 * @returns Undefined if the file is missing, damaged or of another kind: read it in the usual way, which reports the fault.
 */
export function runDecodeTask(task: DecodeTask): DecodedTask | undefined {
  let pixels: DecodedPixels | undefined;
  try {
    pixels = decodedPixels(readFileSync(task.file), task.window);
  } catch {
    return undefined;
  }
  if (!pixels || pixels.width * pixels.height > task.limitInputPixels) return undefined;
  const { width, height, channels, data } = imageOfFile(pixels);
  const image = { width, height, channels, data };
  const digest = task.hasDigest ? { digest: pixelDigest(image) } : {};
  const resized = task.size && resizeInThread(image, task.size, centreWindow(image, task.size));
  return { ...(resized ?? image), ...digest } as DecodedTask;
}

function decodedPixels(bytes: Buffer, window: PixelWindow | undefined): DecodedPixels | undefined {
  if (!window) return decodeSmallPng(bytes);
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  const header = jpegHeader(bytes);
  const isInside =
    header && window.left + window.width <= header.width && window.top + window.height <= header.height;
  const data = isInside ? decodeJpegWindow(bytes, header, window) : undefined;
  if (!data) return undefined;
  const { width, height } = window;
  const channels = header!.components.length === 1 ? 1 : 3;
  return { width, height, storedChannels: channels, channels, data };
}
