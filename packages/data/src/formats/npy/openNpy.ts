import path from "node:path";
import type { ImageSource } from "../../images/imageSource.ts";
import { openBytes } from "../byteReader.ts";
import { readingFile } from "../faultError.ts";
import { DEFAULT_LIMIT_INPUT_PIXELS } from "../raster/decodeFile.ts";
import { checkPixelLimit, requestedPlane } from "../requestedPlane.ts";
import { withNotFiniteNotes } from "../withNotFiniteNotes.ts";
import { npyImages } from "./npyImages.ts";

export interface OpenNpyOptions {
  /** Maximum number of pixels of a window. @default 100 million */
  readonly limitInputPixels?: number;
}

/**
 * Open an array of images in a .npy file.
 *
 * The axes are `[H, W]`, `[H, W, C]`, `[N, H, W]` or `[N, H, W, C]`. Three axes are `[H, W, C]` if the last side is at most 8, and
 * `[N, H, W]` otherwise: save stacks of images that are at most 8 pixels wide with four axes. Booleans are read as 0 and 1,
 * half-precision numbers as float32.
 *
 * @throws UnreadableImageError if the file is damaged or holds pickled, structured or 64-bit data, or no images.
 */
export async function openNpy(file: string, options: OpenNpyOptions = {}): Promise<ImageSource> {
  const { limitInputPixels = DEFAULT_LIMIT_INPUT_PIXELS } = options;
  return await readingFile(file, async () => {
    const reader = await openBytes(file);
    try {
      const { read, notes, pixelType, ...axes } = await npyImages(reader);
      const source = { ...axes, depth: 1, times: 1 };
      return withNotFiniteNotes<ImageSource>({
        path: path.resolve(file),
        format: "npy",
        ...source,
        pixelType,
        notes,
        async read(request) {
          const plane = requestedPlane("openNpy.read", source, request);
          return await readingFile(file, async () => {
            checkPixelLimit(plane.window, limitInputPixels);
            return await read(plane);
          });
        },
        close: () => reader.close(),
      });
    } catch (error) {
      await reader.close();
      throw error;
    }
  });
}
