import type { CellImage } from "../../images/cellImage.ts";
import type { ImageSetClasses } from "../imageSet/imageSetWriter.ts";
import { type CreateNpzOptions, npzWriter } from "./createNpz.ts";

/** Options of `writeNpz`. */
export interface WriteNpzOptions extends CreateNpzOptions, ImageSetClasses {}

/**
 * Write images of one size and type as a .npz file, atomically.
 *
 * The array `images` is `[N, H, W, C]`; `labels` (int64), `class_names`, `channel_names`, `ranges` (float64 `[C, 2]`) and
 * `pixel_size_micrometres` are added if known. The arrays are not compressed, so that readers can map them. Memory holds one image at a
 * time. Equal images give equal bytes.
 *
 * @param file - Path in an existing folder. An existing file is replaced.
 * @param images - At least one image; an iterable is read once.
 * @throws RangeError or TypeError if the images differ in size or type, or the options do not match them.
 * @throws Error with the file's path if it cannot be written; the system error is its cause.
 */
export async function writeNpz(
  file: string,
  images: Iterable<CellImage> | AsyncIterable<CellImage>,
  options: WriteNpzOptions = {},
): Promise<void> {
  const npz = await npzWriter("writeNpz", file, options);
  try {
    for await (const image of images) await npz.append(image);
    await npz.finish(options);
  } catch (error) {
    await npz.abort();
    throw error;
  }
}
