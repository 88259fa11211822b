import type { ImageSet } from "../../measures/imageSet.ts";

/** Compared images with their file names. */
export interface NamedImages {
  readonly set: ImageSet;
  readonly names: readonly string[];
}
