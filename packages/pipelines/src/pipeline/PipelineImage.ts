import type { CellImage } from "@cellgen/data";
import { writePng } from "@cellgen/data/node";

/** A generated image: pixels of the type, range and size of the training images. */
export interface PipelineImage extends CellImage {
  /** Its number in the set, from 0: with the seed, what its noise is a function of. */
  readonly index: number;
  readonly seed: number;
  /** The name of its class; undefined if the model has none. */
  readonly class: string | undefined;
  /**
   * Writes the image as PNG, atomically. An existing file is replaced.
   *
   * @throws Error naming the file, with the system's error as cause.
   */
  save(file: string): Promise<void>;
}

export function pipelineImage(
  image: CellImage,
  facts: Pick<PipelineImage, "index" | "seed" | "class">,
): PipelineImage {
  return { ...image, ...facts, save: (file) => writePng(file, image) };
}
