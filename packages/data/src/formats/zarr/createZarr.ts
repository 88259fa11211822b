import path from "node:path";
import pLimit from "p-limit";
import { parseChannelColor } from "../../display/channelColors.ts";
import { type CellImage, checkCellImage } from "../../images/cellImage.ts";
import { type PixelType, pixelTypeOf, pixelTypes } from "../../images/pixelType.ts";
import type { OmeZarrVersion } from "./omeAttributes.ts";
import { stageZarr } from "./stagedZarr.ts";

/** Description of an OME-Zarr image that is written. */
export interface ZarrImageLayout {
  readonly width: number;
  readonly height: number;
  /** @default 1 */
  readonly channels?: number;
  readonly pixelType: PixelType;
  /** @default none */
  readonly channelNames?: readonly string[];
  /** Display colors, as names or "#rrggbb". @default by the names of stains, see `defaultChannelColors` */
  readonly channelColors?: readonly string[];
  /** @default unknown */
  readonly pixelSizeMicrometres?: number;
  /** Pixel values of each channel that a model maps to -1 and 1; viewers use them as display range. @default none */
  readonly ranges?: readonly (readonly [low: number, high: number])[];
  /** Version 0.4 opens in more programs; 0.5 needs a reader of Zarr 3. @default "0.4" */
  readonly version?: OmeZarrVersion;
}

export interface ZarrFieldLayout extends ZarrImageLayout {
  /** Number of focal planes. @default 1 */
  readonly depth?: number;
  /** Number of time points. @default 1 */
  readonly times?: number;
}

/** Writer of one image that may be larger than memory. */
export interface ZarrWriter {
  /**
   * Write a rectangle of a plane, all channels.
   *
   * Regions may come in any order. Those that start and end at multiples of 512 pixels are fastest, because other regions share chunks.
   *
   * @throws RangeError or TypeError if the region does not fit the image.
   * @throws Error with the folder's path if it cannot be written.
   */
  writeRegion(region: CellImage, position: RegionPosition): Promise<void>;
  /** Write the metadata and move the folder to its place. An existing Zarr folder there is replaced. */
  finish(): Promise<void>;
  /** Remove what was written. */
  abort(): Promise<void>;
}

/** Place of a region. */
export interface RegionPosition {
  readonly left: number;
  readonly top: number;
  /** @default 0 */
  readonly z?: number;
  /** @default 0 */
  readonly time?: number;
}

/** Side of a chunk of a field. */
const CHUNK_SIDE = 512;

/**
 * Create an OME-Zarr image, to be written region by region.
 *
 * The axes are t, c, z, y and x, with one level, in chunks of 512x512 pixels of one channel, compressed by zlib (0.4) or gzip (0.5).
 * Regions that are not written hold 0. The folder appears when `finish` is called; until then, the files are in a temporary folder next to it.
 *
 * @throws RangeError or TypeError if the layout is invalid.
 * @throws Error with the folder's path if it cannot be created, or exists and is no Zarr folder.
 */
export async function createZarr(folder: string, layout: ZarrFieldLayout): Promise<ZarrWriter> {
  const { width, height, channels = 1, depth = 1, times = 1, pixelType, version = "0.4" } = layout;
  checkZarrLayout("createZarr", layout);
  for (const [name, value] of Object.entries({ depth, times })) checkCount("createZarr", name, value);
  const staged = await stageZarr("createZarr", folder, {
    version,
    pixelType,
    shape: [times, channels, depth, height, width],
    chunkShape: [1, 1, 1, Math.min(height, CHUNK_SIDE), Math.min(width, CHUNK_SIDE)],
  });
  const inTurn = pLimit(1);
  return {
    async writeRegion(region, { left, top, z = 0, time = 0 }) {
      checkLike("writeRegion", layout, region);
      const isInside =
        [left, top, z, time].every((value) => Number.isInteger(value) && value >= 0) &&
        left + region.width <= width &&
        top + region.height <= height &&
        z < depth &&
        time < times;
      if (!isInside) {
        throw new RangeError(
          `writeRegion: region must lie inside the image of ${width}x${height}, got ${region.width}x${region.height} at ${left},${top}, z ${z}, time ${time}.`,
        );
      }
      await inTurn(() => staged.writeRegion({ t: time, z, top, left }, region));
    },
    finish: () =>
      inTurn(() =>
        staged.finish(times, {
          ...layout,
          version,
          channels,
          name: path.basename(folder),
          hasImageAxis: false,
        }),
      ),
    abort: () => inTurn(() => staged.abort()),
  };
}

/** Check a layout. @throws RangeError or TypeError */
export function checkZarrLayout(caller: string, layout: ZarrImageLayout): void {
  const {
    width,
    height,
    channels = 1,
    pixelType,
    channelNames,
    channelColors,
    pixelSizeMicrometres,
    ranges,
  } = layout;
  for (const [name, value] of Object.entries({ width, height, channels })) checkCount(caller, name, value);
  if (!pixelTypes.includes(pixelType)) {
    throw new TypeError(`${caller}: pixelType must be one of ${pixelTypes.join(", ")}, got ${pixelType}.`);
  }
  for (const [name, list] of Object.entries({ channelNames, channelColors, ranges })) {
    if (list && list.length !== channels) {
      throw new RangeError(`${caller}: ${name} must have ${channels} entries, got ${list.length}.`);
    }
  }
  for (const color of channelColors ?? []) parseChannelColor(color);
  if (
    pixelSizeMicrometres !== undefined &&
    !(pixelSizeMicrometres > 0 && Number.isFinite(pixelSizeMicrometres))
  ) {
    throw new RangeError(`${caller}: pixelSizeMicrometres must be positive, got ${pixelSizeMicrometres}.`);
  }
}

/** Check that an image has the layout's channels and type. @throws RangeError or TypeError */
export function checkLike(
  caller: string,
  { channels = 1, pixelType }: ZarrImageLayout,
  image: CellImage,
): void {
  checkCellImage(caller, image);
  if (image.channels !== channels || pixelTypeOf(image.data) !== pixelType) {
    throw new RangeError(
      `${caller}: image must have ${channels} channels of ${pixelType}, got ${image.channels} of ${pixelTypeOf(image.data)}.`,
    );
  }
}

function checkCount(caller: string, name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${caller}: ${name} must be a positive integer, got ${value}.`);
  }
}
