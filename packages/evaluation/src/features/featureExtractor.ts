import type { ImageSet } from "../measures/imageSet.ts";

/** Something that tells an image in a few numbers, in which sets of images are compared. */
export interface FeatureExtractor {
  /** What stands beside every number that is computed in these features. */
  readonly name: string;
  /** Numbers an image. */
  readonly dimension: number;
  /**
   * @returns `[count, dimension]`, the caller's.
   * @throws RangeError if the images have a size that the features are not made for.
   */
  features(images: ImageSet): Promise<Float32Array>;
  /** Frees what it holds. Nothing must be running. */
  dispose(): Promise<void>;
}
