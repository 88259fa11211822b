import { inGroup } from "./optionTable.ts";
import { oneOf } from "./rules.ts";

/** File formats of generated images. npz and zarr hold all images of a command in one file or folder. */
export const outputFormats = ["png", "tiff", "ome-tiff", "npz", "zarr"] as const;

export type OutputFormat = (typeof outputFormats)[number];

/** The option that chooses the format of the images of a command that processes files. */
export const formatOption = inGroup("Output", {
  format: {
    value: "<format>",
    schema: oneOf(outputFormats),
    defaultNote: "that of each input file",
    help: "file format of the images: png, tiff, ome-tiff, npz or zarr",
  },
});

/** Part of the help of each command with the option. */
export const formatDetails =
  "All formats keep the pixel type exactly. tiff (for ImageJ), ome-tiff and zarr (OME-Zarr 0.4) also hold floating-point pixels, up to 8 channels with their names, and the pixel size. npz and zarr hold all images in one file or folder; they must have one size and type.";
