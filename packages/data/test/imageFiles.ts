import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp, { type PngOptions } from "sharp";

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "cellgen-data-"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Pixel values that are all over the range and the same at every call. */
export function pattern<T extends Uint8Array | Uint16Array>(values: T, start = 0): T {
  const full = values instanceof Uint16Array ? 65536 : 256;
  for (let i = 0; i < values.length; i++) values[i] = (start + i * 7919 + ((i * i) >> 3)) % full;
  return values;
}

export interface RawImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: Uint8Array | Uint16Array;
}

export function raw(width: number, height: number, channels: 1 | 2 | 3 | 4, start = 0): RawImage {
  return { width, height, channels, data: pattern(new Uint8Array(width * height * channels), start) };
}

export function png({ width, height, channels, data }: RawImage, options: PngOptions = {}): Promise<Buffer> {
  const wide = data instanceof Uint16Array;
  const grey = channels < 3;
  return sharp(data, { raw: { width, height, channels } })
    .toColourspace(grey ? (wide ? "grey16" : "b-w") : wide ? "rgb16" : "srgb")
    .png(options)
    .toBuffer();
}

export function jpeg({ width, height, channels, data }: RawImage): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels } })
    .toColourspace(channels < 3 ? "b-w" : "srgb")
    .jpeg({ quality: 95 })
    .toBuffer();
}

/** Writes a file below a folder, making the folders on the way. */
export async function put(folder: string, name: string, bytes: Uint8Array | string): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, bytes);
  return file;
}
