import type { CellImage } from "@cellgen/data";
import { createTiff, createZarr, type InputImage } from "@cellgen/data/node";
import type { CellPipeline, DenoisedCell, DenoiseFieldCellsOptions } from "@cellgen/pipelines/node";
import type { OutputFormat } from "../../options/formatOption.ts";

/** Formats of results that are written in parts. */
type PartFormat = "tiff" | "ome-tiff" | "zarr";

/** Whether the result for a file can be written in parts. A set in OME-Zarr is written in parts if it is one image. */
export function isPartFormat(format: OutputFormat, files: number): format is PartFormat {
  return format === "tiff" || format === "ome-tiff" || (format === "zarr" && files === 1);
}

/** How to write the result. */
interface LargeResult {
  /** Returns the path of the result, which appears when it is complete. Called when the first part is finished. */
  readonly place: () => Promise<string>;
  readonly format: PartFormat;
  /** Display colors of the model's channels, as names or "#rrggbb". @default by the names of the channels */
  readonly channelColors?: readonly string[] | undefined;
}

/**
 * Denoise a file that is larger than memory, reading and writing parts of it.
 *
 * @returns Result of denoising an overview of the file.
 */
export async function denoiseLargeFile(
  pipeline: CellPipeline,
  file: InputImage,
  { place, format, channelColors }: LargeResult,
  options: Omit<DenoiseFieldCellsOptions, "write" | "side">,
): Promise<DenoisedCell> {
  const { width, height } = file;
  const wholeField = { left: 0, top: 0, width, height };
  const field = {
    width,
    height,
    read: ({ window = wholeField } = {}) => file.readPart(window),
  };
  let result: PartWriter | undefined;
  try {
    const denoised = await pipeline.denoiseField(field, await file.readOverview(), {
      ...options,
      async write(part, corner) {
        result ??= await createResult(file, await place(), format, channelColors);
        await result.write(part, corner);
      },
    });
    await result?.close();
    return denoised;
  } catch (error) {
    await result?.abort();
    throw error;
  }
}

interface PartWriter {
  write(part: CellImage, place: { readonly left: number; readonly top: number }): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

async function createResult(
  file: InputImage,
  place: string,
  format: PartFormat,
  channelColors?: readonly string[],
): Promise<PartWriter> {
  const { width, height, channels, pixelType, channelNames, pixelSizeMicrometres } = file;
  const shape = {
    ...{ width, height, channels, pixelType },
    ...(channelNames ? { channelNames } : {}),
    ...(pixelSizeMicrometres === undefined ? {} : { pixelSizeMicrometres }),
  };
  const colors = channelColors?.length === channels ? { channelColors } : {};
  if (format !== "zarr") {
    const metadata = format === "tiff" ? "imagej" : "ome";
    const tiff = await createTiff(place, shape, { metadata, ...colors });
    return { write: (part, corner) => tiff.write(corner, part), close: tiff.close, abort: tiff.abort };
  }
  const zarr = await createZarr(place, { ...shape, ...colors });
  return { write: zarr.writeRegion, close: zarr.finish, abort: zarr.abort };
}
