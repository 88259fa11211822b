import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import * as zarr from "zarrita";
import type { CellImage } from "../../images/cellImage.ts";
import { newPixels, type PixelType, pixelTypeOf } from "../../images/pixelType.ts";
import type { ValueRange } from "../../images/valueRange.ts";
import { npyDescrs } from "../npy/npyType.ts";
import { type ImageDescription, type OmeZarrVersion, omeAttributes } from "./omeAttributes.ts";
import { zarritaMetadata } from "./zarrArray.ts";
import { keySegments, zarrFolder } from "./zarrFolder.ts";
import type { ZarrArrayMetadata } from "./zarrMetadata.ts";

/** Array of an OME-Zarr image that is being written to a temporary folder. Its axes are t, c, z, y, x. */
export interface StagedZarr {
  /** Write values at a position; chunks that they cover in part are read and written again. */
  writeRegion(position: ZarrPosition, image: CellImage): Promise<void>;
  /** Write whole images at consecutive places of the axis t. */
  writeImages(t: number, images: readonly CellImage[]): Promise<void>;
  /** Write the metadata, with the minimum and maximum of the values, and rename the folder to its final name. */
  finish(times: number, description: Omit<ImageDescription, "extremes">): Promise<void>;
  /** Remove the temporary folder. */
  abort(): Promise<void>;
}

interface ZarrPosition {
  readonly t: number;
  readonly z: number;
  readonly top: number;
  readonly left: number;
}

interface StagedLayout {
  readonly version: OmeZarrVersion;
  readonly pixelType: PixelType;
  /** Sides along t, c, z, y, x. The first may be an upper bound. */
  readonly shape: readonly number[];
  readonly chunkShape: readonly number[];
}

/**
 * Create the temporary folder next to the final one.
 *
 * @throws Error with the folder's path if it cannot be created, or exists and is no Zarr folder.
 */
export async function stageZarr(caller: string, folder: string, layout: StagedLayout): Promise<StagedZarr> {
  const final = path.resolve(folder);
  const temporary = `${final}.${randomUUID()}.tmp`;
  const writing = <T>(step: () => Promise<T>): Promise<T> =>
    step().catch((error) => failWriting(caller, final, error));
  await writing(async () => {
    await checkReplaceable(final);
    await mkdir(path.join(temporary, "0"), { recursive: true });
  });
  const array = new zarr.Array(mutableStore(temporary), "/0", zarritaMetadata(metadataOf(layout)));
  const extremes: [min: number, max: number][] = [];
  const write = (position: ZarrPosition, images: readonly CellImage[]): Promise<void> => {
    for (const image of images) extendExtremes(extremes, image);
    return writing(() => writeValues(array, position, images));
  };
  return {
    writeRegion: (position, image) => write(position, [image]),
    writeImages: (t, images) => write({ t, z: 0, top: 0, left: 0 }, images),
    finish: (times, description) =>
      writing(async () => {
        const { shape } = layout;
        const files = metadataFiles(
          { ...layout, shape: [times, ...shape.slice(1)] },
          omeAttributes({ ...description, extremes: extremes.map(displayable) }),
        );
        for (const [name, value] of files)
          await writeFile(path.join(temporary, name), `${JSON.stringify(value, null, 2)}\n`);
        await replaceFolder(temporary, final);
      }),
    abort: () => rm(temporary, { recursive: true, force: true }),
  };
}

/** Extend the minimum and maximum of each channel by the finite values of an image. */
function extendExtremes(extremes: [min: number, max: number][], { channels, data }: CellImage): void {
  for (let channel = 0; channel < channels; channel++) {
    let [min, max] = extremes[channel] ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = channel; i < data.length; i += channels) {
      const value = data[i]!;
      if (value < min && value !== Number.NEGATIVE_INFINITY) min = value;
      if (value > max && value !== Number.POSITIVE_INFINITY) max = value;
    }
    extremes[channel] = [min, max];
  }
}

/** Return a range of finite and different values: viewers divide by its length. */
function displayable([min, max]: ValueRange): ValueRange {
  if (min > max) return [0, 1];
  return min < max ? [min, max] : [min, min + 1];
}

function metadataOf({ version, pixelType, shape, chunkShape }: StagedLayout): ZarrArrayMetadata {
  return {
    shape,
    chunkShape,
    hasIndexChecksum: false,
    type: { pixelType, stored: pixelType, isHalf: false },
    isBigEndian: false,
    // Readers in Java have zlib built in; Blosc needs a native library there.
    compressions: [{ id: version === "0.4" ? "zlib" : "gzip", level: 1 }],
    keys: { name: version === "0.4" ? "v2" : "default", separator: "/" },
    fillValue: 0,
  };
}

function metadataFiles(
  { version, pixelType, shape, chunkShape }: StagedLayout,
  attributes: Record<string, unknown>,
): [name: string, value: unknown][] {
  if (version === "0.4") {
    const array = {
      zarr_format: 2,
      shape,
      chunks: chunkShape,
      dtype: npyDescrs[pixelType],
      compressor: { id: "zlib", level: 1 },
      fill_value: 0,
      order: "C",
      filters: null,
      dimension_separator: "/",
    };
    return [
      [path.join("0", ".zarray"), array],
      [".zgroup", { zarr_format: 2 }],
      [".zattrs", attributes],
    ];
  }
  const array = {
    zarr_format: 3,
    node_type: "array",
    shape,
    data_type: pixelType,
    chunk_grid: { name: "regular", configuration: { chunk_shape: chunkShape } },
    chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
    fill_value: 0,
    codecs: [
      { name: "bytes", configuration: { endian: "little" } },
      { name: "gzip", configuration: { level: 1 } },
    ],
    attributes: {},
    dimension_names: ["t", "c", "z", "y", "x"],
  };
  return [
    [path.join("0", "zarr.json"), array],
    ["zarr.json", { zarr_format: 3, node_type: "group", attributes }],
  ];
}

type MutableArray = zarr.Array<zarr.Uint8, ReturnType<typeof mutableStore>>;

/** Write images of one size at consecutive places of t: `[y, x, c]` in memory, `[t, c, 1, y, x]` in the array. */
async function writeValues(
  array: MutableArray,
  { t, z, top, left }: ZarrPosition,
  images: readonly CellImage[],
): Promise<void> {
  const { width, height, channels, data } = images[0]!;
  const pixels = width * height;
  const length = pixels * channels;
  const planar = newPixels(pixelTypeOf(data), images.length * length);
  for (const [index, image] of images.entries()) {
    for (let c = 0, o = index * length; c < channels; c++) {
      for (let pixel = 0; pixel < pixels; pixel++) planar[o++] = image.data[pixel * channels + c]!;
    }
  }
  const selection = [
    zarr.slice(t, t + images.length),
    zarr.slice(0, channels),
    zarr.slice(z, z + 1),
    zarr.slice(top, top + height),
    zarr.slice(left, left + width),
  ];
  const values = {
    // zarrita copies bytes: the type of the array object does not matter here.
    data: planar as Uint8Array,
    shape: [images.length, channels, 1, height, width],
    stride: [length, pixels, pixels, width, 1],
  };
  await zarr.set(array, selection, values, { createQueue: oneByOne });
}

/** Queue of zarrita's form that runs one task after another: memory holds one chunk. */
function oneByOne() {
  let last = Promise.resolve();
  return {
    add(task: () => Promise<void>): void {
      last = last.then(task);
    },
    onIdle: async () => [await last],
  };
}

function mutableStore(folder: string) {
  const { read } = zarrFolder(folder);
  return {
    get: (key: string) => read(key, Number.POSITIVE_INFINITY),
    async set(key: string, value: Uint8Array): Promise<void> {
      const file = path.join(folder, ...keySegments(key));
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, value);
    },
  };
}

async function checkReplaceable(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (!found) return;
  const names = found.isDirectory() ? await readdir(folder) : ["a file"];
  const isZarr = names.includes(".zgroup") || names.includes("zarr.json") || names.includes(".zattrs");
  if (names.length > 0 && !isZarr) throw new Error("it exists and is no Zarr folder");
}

/** Put a folder in the place of another, which is removed afterwards. */
async function replaceFolder(from: string, to: string): Promise<void> {
  const old = `${from}.old`;
  const hasOld = await rename(to, old).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      return false;
    },
  );
  await rename(from, to);
  if (hasOld) await rm(old, { recursive: true, force: true });
}

function failWriting(caller: string, folder: string, error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  throw new Error(`${caller}: ${folder} cannot be written: ${reason}. Choose another folder.`, {
    cause: error,
  });
}
