import { createNpz } from "../npy/createNpz.ts";
import { createZarr, type ZarrImageLayout } from "../zarr/createZarr.ts";
import { createZarrSet } from "../zarr/createZarrSet.ts";
import type { ImageSetWriter } from "./imageSetWriter.ts";

/** Formats that hold a set of images in one file or folder: NumPy archive and OME-Zarr. */
export const imageSetFormats = ["npz", "zarr"] as const;

export type ImageSetFormat = (typeof imageSetFormats)[number];

/** Description of the images of a set. */
export interface ImageSetLayout extends Omit<ZarrImageLayout, "version"> {
  readonly format: ImageSetFormat;
  /** Number of images, if known. A single image in OME-Zarr is written in chunks of 512x512 pixels. */
  readonly count?: number | undefined;
}

/**
 * Create a set of images of one size in one file (.npz) or folder (OME-Zarr 0.4), with classes, channel names, pixel size and ranges.
 *
 * The set appears when `finish` is called. See `writeNpz` and `createZarrSet` for the layouts of the files.
 *
 * @param place - Path of the file or folder, in an existing folder.
 * @throws RangeError or TypeError if the layout is invalid; Error with the path if it cannot be created.
 */
export async function createImageSet(
  place: string,
  { format, count, ...layout }: ImageSetLayout,
): Promise<ImageSetWriter> {
  if (format === "npz") return await createNpz(place, layout.ranges ? { ranges: layout.ranges } : {});
  if (count !== 1) return await createZarrSet(place, layout);
  const image = await createZarr(place, layout);
  return {
    append: (only) => image.writeRegion(only, { left: 0, top: 0 }),
    finish: () => image.finish(),
    abort: () => image.abort(),
  };
}
