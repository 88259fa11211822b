import { readFileSync } from "node:fs";
import type { PixelWindow } from "@cellgen/filters";
import { bestCandidate } from "../batches/cropWindow.ts";
import { pixelDigest } from "../folder/pixels/pixelDigest.ts";
import { imageOfFile, storedImageOfFile } from "../formats/raster/decodeImage.ts";
import { decodeSmallPng } from "../formats/raster/decodeSmallPng.ts";
import { jpegWindowReader } from "../formats/raster/jpeg/jpegWindowReader.ts";
import type { CellImage } from "../images/cellImage.ts";
import { centreWindow, type ImageSize } from "../images/imageSize.ts";
import { resizeInThread } from "../images/resizeInThread.ts";

/** Image to decode: a PNG file, or a window of a JPEG file that was read before. */
export interface DecodeTask {
  readonly file: string;
  readonly limitInputPixels: number;
  /** Windows inside the image, of which the one with the highest contrast in its center is returned. @default the whole image */
  readonly windows?: readonly PixelWindow[];
  /** Channels of the whole image of which windows are decoded: 3 keeps colors that are gray within a window. @default 1 */
  readonly channels?: number;
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
  const decodeWindow = ({
    file,
    limitInputPixels,
    channels,
    windows = [],
  }: DecodeTask): CellImage | undefined => {
    const parts = jpegs.read(file, windows, limitInputPixels);
    return parts && bestCandidate(parts.map(channels === 3 ? storedImageOfFile : imageOfFile));
  };
  const decodeWhole = ({ file, limitInputPixels }: DecodeTask): CellImage | undefined => {
    const pixels = decodeSmallPng(readFileSync(file));
    return pixels && pixels.width * pixels.height <= limitInputPixels ? imageOfFile(pixels) : undefined;
  };
  return (task) => {
    let decoded: CellImage | undefined;
    try {
      decoded = task.windows ? decodeWindow(task) : decodeWhole(task);
    } catch {
      return undefined;
    }
    if (!decoded) return undefined;
    const { width, height, channels, data } = decoded;
    const image = { width, height, channels, data };
    const { size, hasDigest = false } = task;
    const digest = hasDigest ? { digest: pixelDigest(image) } : {};
    const resized = size && resizeInThread(image, size, centreWindow(image, size));
    return { ...(resized ?? image), ...digest } as DecodedTask;
  };
}
