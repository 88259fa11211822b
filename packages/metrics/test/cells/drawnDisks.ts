import type { MeasuredImage } from "../../src/index.ts";

export interface Disk {
  readonly y: number;
  readonly x: number;
  readonly radius: number;
  readonly level: number;
}

/** A gray image in 0…255 with disks on it, later ones over earlier ones. */
export function drawnDisks(
  height: number,
  width: number,
  background: number,
  disks: readonly Disk[],
): MeasuredImage {
  const values = new Uint8Array(height * width).fill(background);
  for (const { y, x, radius, level } of disks) {
    for (let pixel = 0; pixel < values.length; pixel++) {
      if (Math.hypot(Math.floor(pixel / width) - y, (pixel % width) - x) <= radius) values[pixel] = level;
    }
  }
  return { values, height, width, channels: 1 };
}
