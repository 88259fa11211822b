import { availableParallelism } from "node:os";
import type { ImageFile } from "../imageFolder.ts";
import { pixelBytes } from "./measuredSamples.ts";

/** Maximum number of bytes of pixels that are decoded at the same time. */
const MAX_BYTES_IN_FLIGHT = 2 ** 27;

/** Return the number of images to decode in parallel: fewer if they are large. */
export function parallelReaders(
  images: readonly Pick<ImageFile, "width" | "height" | "channels" | "pixelType">[],
): number {
  const largest = images.reduce((most, image) => Math.max(most, pixelBytes(image)), 1);
  return Math.max(1, Math.min(availableParallelism() + 1, Math.floor(MAX_BYTES_IN_FLIGHT / largest)));
}
