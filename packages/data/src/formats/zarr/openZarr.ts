import { stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { CellImage } from "../../images/cellImage.ts";
import type { ImageSource } from "../../images/imageSource.ts";
import { roundedPixelSize } from "../../images/pixelSize.ts";
import { newPixels } from "../../images/pixelType.ts";
import { FaultError, readingFile } from "../faultError.ts";
import { DEFAULT_LIMIT_INPUT_PIXELS } from "../raster/decodeFile.ts";
import { checkPixelLimit, type RequestedPlane, requestedPlane } from "../requestedPlane.ts";
import { withNotFiniteNotes } from "../withNotFiniteNotes.ts";
import { type CellgenAttributes, cellgenAttributes } from "./cellgenAttributes.ts";
import { type OmeImage, omeImage, readAttributes } from "./omeMetadata.ts";
import { type ZarrArray, zarrArray } from "./zarrArray.ts";
import { keySegments, type ZarrFolder, zarrFolder } from "./zarrFolder.ts";
import { readZarrArray } from "./zarrMetadata.ts";

export interface OpenZarrOptions {
  /** Resolution level; each has about half of the pixels of the one before along a side. @default 0 */
  readonly level?: number;
  /** Label image to open instead of the image, as listed in `labelImages`. @default the image */
  readonly labelImage?: string;
  /** Series of a folder that bioformats2raw wrote. @default 0 */
  readonly series?: number;
  /** Maximum number of pixels of a window. @default 100 million */
  readonly limitInputPixels?: number;
}

/** Image of an OME-Zarr folder. */
export interface ZarrSource extends ImageSource, Omit<CellgenAttributes, "hasImageAxis"> {
  /** Display color of each channel as "#rrggbb", if known. */
  readonly channelColors?: readonly string[];
  /** Number of resolution levels. */
  readonly levels: number;
  /** Names of the label images (segmentations) of the image. */
  readonly labelImages: readonly string[];
}

/**
 * Open an OME-Zarr folder, version 0.4 (Zarr 2) or 0.5 (Zarr 3).
 *
 * The axes are t, c, z, y and x in any order; missing ones count as 1. Chunks may be compressed by blosc, zlib, gzip, zstd or lz4, and lie
 * in shards. Only the chunks that overlap a window are read. Booleans are read as 0 and 1, half-precision numbers as float32.
 * A chunk without a file holds the fill value.
 *
 * @param folder - Folder of the image, or of bioformats2raw's output.
 * @throws UnreadableImageError if the folder is no OME-Zarr image or is damaged, or its metadata has paths outside the folder.
 * @throws RangeError if there is no such level.
 */
export async function openZarr(folder: string, options: OpenZarrOptions = {}): Promise<ZarrSource> {
  const { level = 0, limitInputPixels = DEFAULT_LIMIT_INPUT_PIXELS } = options;
  const { image, array, key, labelImages, notes, cellgen } = await readingFile(folder, () =>
    openImage(folder, options),
  );
  if (!array) {
    throw new RangeError(
      `openZarr: level must be an integer from 0 to ${image.levels.length - 1}, got ${level}.`,
    );
  }
  const { metadata } = array;
  const sideOf = (axis: string): number => {
    const index = image.axes.indexOf(axis);
    return index < 0 ? 1 : metadata.shape[index]!;
  };
  const { hasImageAxis, ...described } = cellgen;
  const extent = {
    width: sideOf("x"),
    height: sideOf("y"),
    channels: sideOf("c"),
    images: hasImageAxis ? sideOf("t") : 1,
    depth: sideOf("z"),
    times: hasImageAxis ? 1 : sideOf("t"),
  };
  const { channelNames, channelColors } = image;
  const { pixelWidthMicrometres: pixelSize, pixelHeightMicrometres: pixelHeight } = image.levels[level]!;
  const hasNames = channelNames?.length === extent.channels;
  const names = hasNames ? channelNames : undefined;
  return withNotFiniteNotes<ZarrSource>({
    path: path.resolve(folder, ...keySegments(key)),
    format: "ome-zarr",
    ...extent,
    pixelType: metadata.type.pixelType,
    ...(names && { channelNames: names }),
    ...(channelColors?.length === extent.channels && { channelColors }),
    ...(pixelSize !== undefined && { pixelSizeMicrometres: pixelSize }),
    ...described,
    levels: image.levels.length,
    labelImages,
    notes: [
      ...notes,
      ...(channelNames && !hasNames
        ? [`The file names ${channelNames.length} channels for ${extent.channels}; the names are ignored.`]
        : []),
      ...(pixelSize !== undefined && pixelHeight !== undefined && Math.abs(pixelHeight / pixelSize - 1) > 1e-3
        ? [
            `The pixels are not square: ${roundedPixelSize(pixelSize)} by ${roundedPixelSize(pixelHeight)} micrometers.`,
          ]
        : []),
    ],
    async read(request) {
      const plane = requestedPlane("openZarr.read", extent, request);
      return await readingFile(folder, async () => {
        checkPixelLimit(plane.window, limitInputPixels);
        const position = { ...plane, time: hasImageAxis ? plane.image : plane.time };
        return {
          ...(await readPlane(array, image.axes, position)),
          ...(names && { channelNames: plane.channels.map((channel) => names[channel]!) }),
          ...(pixelSize !== undefined && { pixelSizeMicrometres: pixelSize }),
        };
      });
    },
    async close() {},
  });
}

async function openImage(root: string, { level = 0, labelImage, series }: OpenZarrOptions) {
  if (!(await stat(root)).isDirectory()) {
    throw new FaultError("a file, not an OME-Zarr folder", "Give the folder, unpacked if it is an archive.");
  }
  const folder = zarrFolder(path.resolve(root));
  const found = await findImage(folder, series);
  const labelImages = await labelImagesOf(folder, found.key);
  let { key, attributes } = found;
  if (labelImage !== undefined) {
    if (!labelImages.includes(labelImage)) {
      const list = labelImages.length > 0 ? `Choose one of ${labelImages.join(", ")}.` : "It has none.";
      throw new FaultError(`without the label image ${JSON.stringify(labelImage)}`, list);
    }
    key = joined(key, "labels", labelImage);
    attributes = (await readAttributes(folder, key)) ?? {};
  }
  const image = omeImage(attributes, key);
  const dataset = image.levels[level];
  const array = dataset && (await openArray(folder, joined(key, dataset.path), image));
  return { image, array, key, labelImages, notes: found.notes, cellgen: cellgenAttributes(attributes) };
}

const joined = (...keys: string[]): string => keys.filter((key) => key !== "").join("/");

async function openArray(folder: ZarrFolder, key: string, image: OmeImage): Promise<ZarrArray> {
  const metadata = await readZarrArray(folder, key);
  if (metadata.shape.length !== image.axes.length) {
    throw new FaultError(
      `damaged (${metadata.shape.length} sides for the axes ${image.axes.join(", ")})`,
      "Write it again with an OME-Zarr writer.",
    );
  }
  return zarrArray(folder, key, metadata);
}

/** Find the group of the image: the folder itself, or a series of bioformats2raw's layout. */
async function findImage(folder: ZarrFolder, series: number | undefined) {
  const attributes = await readAttributes(folder, "");
  if (attributes === undefined) {
    throw new FaultError(
      "a folder that is no OME-Zarr image (without .zattrs or zarr.json)",
      "Give the folder that holds .zattrs or zarr.json.",
    );
  }
  if (attributes["multiscales"] !== undefined && series === undefined)
    return { key: "", attributes, notes: [] };
  const all = (await folder.list(""))
    .filter((name) => /^\d{1,6}$/.test(name))
    .sort((a, b) => Number(a) - Number(b));
  if (attributes["bioformats2raw.layout"] !== undefined) {
    const key = String(series ?? all[0] ?? 0);
    const found = all.includes(key) ? await readAttributes(folder, key) : undefined;
    if (!found)
      throw new FaultError(`without the series ${key}`, `It has the series ${all.join(", ") || "none"}.`);
    const notes = all.length > 1 ? [`The folder has ${all.length} series; series ${key} is read.`] : [];
    return { key, attributes: found, notes };
  }
  if (attributes["plate"] !== undefined || attributes["well"] !== undefined) {
    throw new FaultError(
      "an OME-Zarr plate of several images",
      "Give the folder of one image, for example plate.zarr/A/1/0.",
    );
  }
  throw new FaultError(
    "a Zarr folder without the metadata of an OME-Zarr image (multiscales)",
    "Write it with an OME-Zarr writer, or save the array as .npy.",
  );
}

async function labelImagesOf(folder: ZarrFolder, key: string): Promise<string[]> {
  const attributes = await readAttributes(folder, joined(key, "labels"));
  const list = z.array(z.string()).max(1000).safeParse(attributes?.["labels"]);
  return list.success ? list.data.map((name) => keySegments(name).join("/")) : [];
}

/** Read a plane and interleave its channels. */
async function readPlane(
  array: ZarrArray,
  axes: readonly string[],
  plane: RequestedPlane,
): Promise<CellImage> {
  const { window, channels, z: focus, time } = plane;
  const first = Math.min(...channels);
  const ranges: Record<string, number | [number, number]> = {
    t: time,
    z: focus,
    c: [first, Math.max(...channels) + 1],
    y: [window.top, window.top + window.height],
    x: [window.left, window.left + window.width],
  };
  const { data, stride } = await array.read(axes.map((axis) => ranges[axis]!));
  const remaining = axes.filter((axis) => axis !== "t" && axis !== "z");
  const strideOf = (axis: string): number => stride[remaining.indexOf(axis)] ?? 0;
  const [rowStride, columnStride, channelStride] = [strideOf("y"), strideOf("x"), strideOf("c")];
  const { width, height } = window;
  const out = newPixels(array.metadata.type.pixelType, width * height * channels.length);
  for (const [place, channel] of channels.entries()) {
    const base = (channel - first) * channelStride;
    for (let y = 0, o = place; y < height; y++) {
      for (let x = 0; x < width; x++, o += channels.length)
        out[o] = data[base + y * rowStride + x * columnStride]!;
    }
  }
  return { width, height, channels: channels.length, data: out };
}
