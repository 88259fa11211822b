import { readdir } from "node:fs/promises";
import { join, parse } from "node:path";
import { readImage } from "@cellgen/data/node";

/** File names of the PNG images of a folder, sorted. */
export async function imageNames(folder) {
  const names = await readdir(folder);
  return names.filter((name) => name.endsWith(".png")).sort();
}

/** Field of view and channel of a file name: `fov001_ch2.png` and `bpae-R.png` have a channel, `bacteria.png` has none. */
export function fieldOf(name) {
  const [, field, channel = "all"] = /^(.+?)(?:[_-](ch\d+|[A-Z]))?$/.exec(parse(name).name);
  return { field, channel };
}

/** Image of a file as input for a filter, with its pixels in double precision. */
export async function readField(folder, name) {
  const image = await readImage(join(folder, name));
  return { ...image, values: Float64Array.from(image.data) };
}

/** Image of the file's type with other values, rounded and clipped. */
export function imageOf(file, values) {
  const white = file.data instanceof Uint16Array ? 65535 : 255;
  const data = new file.data.constructor(values.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.min(white, Math.max(0, Math.round(values[i])));
  return { width: file.width, height: file.height, channels: file.channels, data };
}

export const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

export function medianOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
