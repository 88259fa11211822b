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

/**
 * Denoise a file that is larger than memory, reading and writing parts of it.
 *
 * @param place - Returns the path of the result, which appears when it is complete. Called when the first part is finished.
 * @returns Result of denoising an overview of the file.
 */
export async function denoiseLargeFile(
  pipeline: CellPipeline,
  file: InputImage,
  { place, format }: { readonly place: () => Promise<string>; readonly format: PartFormat },
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
        result ??= await createResult(file, await place(), format);
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

async function createResult(file: InputImage, place: string, format: PartFormat): Promise<PartWriter> {
  const { width, height, channels, pixelType, channelNames, pixelSizeMicrometres } = file;
  const shape = {
    ...{ width, height, channels, pixelType },
    ...(channelNames ? { channelNames } : {}),
    ...(pixelSizeMicrometres === undefined ? {} : { pixelSizeMicrometres }),
  };
  if (format !== "zarr") {
    const tiff = await createTiff(place, shape, { metadata: format === "tiff" ? "imagej" : "ome" });
    return { write: (part, corner) => tiff.write(corner, part), close: tiff.close, abort: tiff.abort };
  }
  const zarr = await createZarr(place, shape);
  return { write: zarr.writeRegion, close: zarr.finish, abort: zarr.abort };
}
