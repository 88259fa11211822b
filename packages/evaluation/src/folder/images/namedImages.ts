import type { ImageSet } from "../../measures/imageSet.ts";

/** Images as they are compared, with the names of their files. */
export interface NamedImages {
  readonly set: ImageSet;
  readonly names: readonly string[];
}
