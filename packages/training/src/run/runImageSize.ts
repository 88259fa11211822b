import type { ImageSize } from "@cellgen/data";
import { parseImageSize } from "./settings/imageSizeSetting.ts";
import type { RunSettings } from "./settings/runSettings.ts";

/** Return the size of a run's training images. */
export function runImageSize({ size }: Pick<RunSettings, "size">): ImageSize {
  return parseImageSize(size)!;
}
