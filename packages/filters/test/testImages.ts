import { randomStream } from "@cellgen/random";
import type { FilterImage } from "../src/index.ts";

type Image = FilterImage<Float64Array>;

/** A few smooth round spots with sharp edges, on 0.2. */
export function spots(side: number, channels = 1): Image {
  const values = new Float64Array(side * side * channels).fill(0.2);
  for (const [y, x, radius, height] of [
    [0.3, 0.3, 0.15, 0.5],
    [0.65, 0.6, 0.22, 0.3],
    [0.2, 0.75, 0.1, 0.6],
  ] as const) {
    for (let i = 0; i < side * side; i++) {
      const distance = Math.hypot(Math.floor(i / side) - y * side, (i % side) - x * side) / side;
      if (distance > radius) continue;
      for (let c = 0; c < channels; c++) values[i * channels + c] = 0.2 + height * (1 - distance) - 0.05 * c;
    }
  }
  return { values, height: side, width: side, channels };
}

export function withNoise(image: Image, sigma: number, seed = 0): Image {
  const stream = randomStream(seed, "noise");
  return { ...image, values: image.values.map((value) => value + sigma * stream.normal()) };
}

export function meanSquare(a: FilterImage, b: FilterImage): number {
  let sum = 0;
  for (let i = 0; i < a.values.length; i++) sum += (a.values[i]! - b.values[i]!) ** 2;
  return sum / a.values.length;
}
