import { pixelArrays } from "../../images/pixelType.ts";
import { MAX_MEASURED_FILES, sampledNames } from "../../ranges/sampledNames.ts";
import type { ListedSample } from "../../samples/listSamples.ts";

/** A set of more images, or of more bytes of pixels, is not decoded when it is scanned. */
const MAX_DECODED_IMAGES = 5000;
const MAX_DECODED_BYTES = 2 ** 28;

/** Number of bytes of pixels from which the range of a large set is measured, beyond the first images. */
const MAX_MEASURED_BYTES = 2 ** 29;
const MIN_MEASURED = 16;

/** Return the number of bytes of an image's pixels. */
export function pixelBytes({
  width,
  height,
  channels,
  pixelType,
}: Pick<ListedSample, "width" | "height" | "channels" | "pixelType">): number {
  return width * height * channels * pixelArrays[pixelType].BYTES_PER_ELEMENT;
}

/** Whether the images of a set are decoded on demand, because there are many or their pixels do not fit in memory. */
export function isLargeSet(samples: readonly ListedSample[]): boolean {
  if (samples.length > MAX_DECODED_IMAGES) return true;
  return samples.reduce((sum, sample) => sum + pixelBytes(sample), 0) > MAX_DECODED_BYTES;
}

/**
 * Return the images of a large set that are decoded to measure its range: at most 2,000 with the smallest hashes of their names, in the
 * order of the set.
 */
export function measuredSamples(samples: readonly ListedSample[]): ListedSample[] {
  const chosen = sampledNames(
    samples.map(({ name }) => name),
    MAX_MEASURED_FILES,
  );
  let bytes = 0;
  let count = 0;
  const kept = new Set<string>();
  const byName = new Map(
    samples.filter(({ name }) => chosen.has(name)).map((sample) => [sample.name, sample]),
  );
  for (const name of chosen) {
    bytes += pixelBytes(byName.get(name)!);
    if (bytes > MAX_MEASURED_BYTES && count >= MIN_MEASURED) break;
    kept.add(name);
    count++;
  }
  return samples.filter(({ name }) => kept.has(name));
}
