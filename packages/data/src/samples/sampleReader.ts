import path from "node:path";
import type { PixelWindow } from "@cellgen/filters";
import { cutWindow } from "../crops/cutWindow.ts";
import { DEFAULT_LIMIT_INPUT_PIXELS, decodeFile, decodeFileWindow } from "../formats/raster/decodeFile.ts";
import { isRasterFormat } from "../formats/raster/rasterFormat.ts";
import { UnreadableImageError } from "../formats/unreadableImageError.ts";
import type { ImageFileFormat } from "../images/imageSource.ts";
import { type DecodedSample, sampleOfPlane, sampleOfRaster } from "./decodedSample.ts";
import { partOf, readPlane } from "./readPlane.ts";
import type { SamplePlane } from "./selection/samplePlane.ts";
import { sourcePool } from "./sourcePool.ts";

/** Where an image of a set lies. */
export interface SamplePlace {
  /** Absolute path of its file. */
  readonly path: string;
  readonly format: ImageFileFormat;
  /** Part of the file. @default the whole file */
  readonly plane?: SamplePlane;
}

/** Reads images of a set. Files of several images stay open between reads. */
export interface SampleReader {
  /**
   * Read an image, or a rectangle of it.
   *
   * @param window - Must lie inside the image. Of TIFF files and OME-Zarr folders, only the tiles that it needs are read.
   * @throws UnreadableImageError if the file cannot be read.
   */
  read(sample: SamplePlace, window?: PixelWindow): Promise<DecodedSample>;
  /**
   * Read a rectangle of an image that was read before. Damage elsewhere in the file is not detected.
   *
   * @param window - Must lie inside the image.
   * @throws UnreadableImageError if the file cannot be read.
   */
  readKnown(sample: SamplePlace, window: PixelWindow): Promise<DecodedSample>;
  /** Close all files. The reader can be used again. */
  close(): Promise<void>;
}

export interface SampleReaderOptions {
  /** Maximum number of pixels of an image that is decoded. @default 100 million */
  readonly limitInputPixels?: number | undefined;
}

/** Create a reader of images of a set. Close it after use. */
export function sampleReader({
  limitInputPixels = DEFAULT_LIMIT_INPUT_PIXELS,
}: SampleReaderOptions = {}): SampleReader {
  const pool = sourcePool(limitInputPixels);
  const reader: SampleReader = {
    async read({ path: file, format, plane }, window) {
      if (isRasterFormat(format)) {
        const decoded = sampleOfRaster(await decodeFile(file, limitInputPixels), plane);
        const part = partOf(plane?.window, window);
        return part ? cutSample(decoded, part) : decoded;
      }
      return await pool.use(file, plane?.split, async (source) => {
        const image = await readPlane(source, plane, window).catch((error: unknown) => {
          if (!(error instanceof RangeError)) throw error;
          throw new UnreadableImageError(path.resolve(file), CHANGED, { cause: error });
        });
        return sampleOfPlane(image, plane, source);
      });
    },
    async readKnown(sample, window) {
      const { path: file, format, plane } = sample;
      const part = partOf(plane?.window, window)!;
      const decoded = format === "jpeg" && (await decodeFileWindow(file, part, limitInputPixels));
      return decoded ? sampleOfRaster(decoded, plane) : await reader.read(sample, window);
    },
    close: () => pool.close(),
  };
  return reader;
}

/** Fault of a file that does not have a plane that it had before. */
const CHANGED = {
  reason: "its planes changed since the folder was read",
  remedy: "Restore the file, or read the folder again.",
};

function cutSample(decoded: DecodedSample, window: PixelWindow): DecodedSample {
  const { image, format, transparent, notes } = decoded;
  return {
    format,
    image: cutWindow(image, window),
    reduced: () => cutWindow(decoded.reduced(), window),
    transparent,
    notes,
  };
}
