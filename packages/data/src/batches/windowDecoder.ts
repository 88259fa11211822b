import type { PixelWindow } from "@cellgen/filters";
import pLimit from "p-limit";
import type { DecodePool } from "../decodePool/decodePool.ts";
import type { ImageFile } from "../folder/imageFolder.ts";
import { cropAndResize } from "../formats/raster/cropAndResize.ts";
import type { CellImage } from "../images/cellImage.ts";
import type { ImageSize } from "../images/imageSize.ts";
import type { SampleReader } from "../samples/sampleReader.ts";

/** Decodes windows of JPEG files that were decoded as a whole before. */
export interface WindowDecoder {
  /**
   * Decode and scale the window with the highest contrast in its center.
   *
   * @param windows - Must lie inside the image.
   * @param channels - Channels of the whole image; 3 keeps colors that are gray within the window.
   * @returns Undefined if decoding the whole image takes less time.
   * @throws UnreadableImageError if the file cannot be read.
   */
  decode(file: ImageFile, windows: readonly PixelWindow[], channels: number): Promise<CellImage | undefined>;
}

export interface WindowDecoderOptions {
  /** Size of the results. */
  readonly size: ImageSize;
  readonly pool: DecodePool;
  readonly reader: SampleReader;
  readonly limitInputPixels: number;
  /** Number of windows that are decoded and scaled at the same time. */
  readonly maxInFlight: number;
  /** Runs a function that may decode a whole image, when there is memory for it. */
  readonly inTurn: <T>(run: () => Promise<T>) => Promise<T>;
  /** Aborts decoding: what waits is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Time of decoding a pixel of a window, compared with that of a pixel of a whole image. */
const WINDOW_COST = 3;

/** Number of pixels that are decoded in the time of a small image. */
const PIXELS_PER_COST = 2 ** 16;

/** Create a decoder of windows. */
export function windowDecoder({
  size,
  pool,
  reader,
  limitInputPixels,
  maxInFlight,
  inTurn,
  signal,
}: WindowDecoderOptions): WindowDecoder {
  const limit = pLimit(maxInFlight);

  async function decoded(
    file: ImageFile,
    windows: readonly PixelWindow[],
    channels: number,
  ): Promise<CellImage | undefined> {
    const task = { file: file.path, limitInputPixels, windows, channels };
    const cost = Math.ceil((file.width * file.height) / PIXELS_PER_COST);
    const image = file.plane ? undefined : await pool.decode(task, cost);
    if (image || windows.length > 1) return image;
    return await inTurn(async () => {
      const sample = await reader.readKnown(file, windows[0]!);
      return channels === 3 ? sample.image : sample.reduced();
    });
  }

  return {
    async decode(file, windows, channels) {
      const pixels = windows.reduce((sum, { width, height }) => sum + width * height, 0);
      if (windows.length > 1 && WINDOW_COST * pixels > file.width * file.height) return undefined;
      return await limit(async () => {
        signal?.throwIfAborted();
        const image = await decoded(file, windows, channels);
        return image && (await cropAndResize(image, size));
      });
    },
  };
}
