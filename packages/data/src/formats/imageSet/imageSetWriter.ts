import type { CellImage } from "../../images/cellImage.ts";

/** Writer of a set of images of one size and type to one file or folder. */
export interface ImageSetWriter {
  /**
   * Add an image.
   *
   * @throws RangeError or TypeError if its size, channels or type differ from the others.
   * @throws Error with the path if it cannot be written.
   */
  append(image: CellImage): Promise<void>;
  /**
   * Write the metadata, and move the set to its place. An existing set there is replaced.
   *
   * @throws RangeError if there is no image, or not one label for each.
   */
  finish(classes?: ImageSetClasses): Promise<void>;
  /** Remove what was written. */
  abort(): Promise<void>;
}

/** Classes of the images of a set. */
export interface ImageSetClasses {
  /** Class of each image, integers from 0. @default none */
  readonly labels?: readonly number[];
  /** Name of each class. @default none */
  readonly classNames?: readonly string[];
}
