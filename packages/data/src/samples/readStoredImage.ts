import type { StoredImage } from "../formats/storedImage.ts";
import { readSingleSample } from "./readSingleSample.ts";
import type { SampleSelection } from "./selection/sampleSelection.ts";
import { storedSample } from "./storedSample.ts";

/**
 * Read an image file, to write results of its type later without reading it again. Of a file of several images, the first is read; of a
 * stack, the maximum projection, unless `z` selects a focal plane.
 *
 * @throws UnreadableImageError with the file's path and the reason.
 */
export async function readStoredImage(file: string, selection: SampleSelection = {}): Promise<StoredImage> {
  return storedSample(await readSingleSample("readStoredImage", file, selection));
}
