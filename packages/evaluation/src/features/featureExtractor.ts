import type { ImageSet } from "../measures/imageSet.ts";

/** Maps images to feature vectors, in which sets of images are compared. */
export interface FeatureExtractor {
  /** Name that identifies the features in every result. */
  readonly name: string;
  /** Number of features per image. */
  readonly dimension: number;
  /**
   * Compute the features of images: a new array `[count, dimension]`.
   *
   * @throws RangeError if the features do not support the image size.
   */
  features(images: ImageSet): Promise<Float32Array>;
  /** Free all resources. Must not be called during a computation. */
  dispose(): Promise<void>;
}
