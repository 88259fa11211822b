import path from "node:path";
import { faultOfFile } from "../fileIndex/indexedFile.ts";
import { indexFiles } from "../fileIndex/indexFiles.ts";
import { DEFAULT_LIMIT_INPUT_PIXELS } from "../formats/raster/decodeFile.ts";
import { UnreadableImageError } from "../formats/unreadableImageError.ts";
import type { DecodedSample } from "./decodedSample.ts";
import { sampleReader } from "./sampleReader.ts";
import { listSamples } from "./selection/listSamples.ts";
import { checkSelection, type SampleSelection } from "./selection/sampleSelection.ts";

/**
 * Read the only image of a file.
 *
 * @throws UnreadableImageError if the file cannot be read, holds several images, or does not have the selected planes and channels.
 */
export async function readSingleSample(
  caller: string,
  file: string,
  selection: SampleSelection,
  limitInputPixels: number = DEFAULT_LIMIT_INPUT_PIXELS,
): Promise<DecodedSample> {
  checkSelection(caller, selection);
  const absolute = path.resolve(file);
  const [entry] = await indexFiles(path.dirname(absolute), [path.basename(absolute)], { limitInputPixels });
  const { samples, faults } = listSamples([entry!], selection);
  const fault = faultOfFile(entry!) ?? [...faults.values()][0];
  if (fault) throw new UnreadableImageError(absolute, fault);
  if (samples.length > 1) {
    throw new UnreadableImageError(absolute, {
      reason: `${samples.length} images, where one is expected`,
      remedy: "Select one plane, or give the file as a folder of images.",
    });
  }
  const reader = sampleReader({ limitInputPixels });
  try {
    return await reader.read({ ...samples[0]!, path: absolute });
  } finally {
    await reader.close();
  }
}
