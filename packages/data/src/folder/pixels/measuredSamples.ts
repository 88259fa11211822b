import { pixelArrays } from "../../images/pixelType.ts";
import { sampledNames } from "../../ranges/sampledNames.ts";
import type { ListedSample } from "../../samples/selection/listSamples.ts";

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
 * Return the names of the images from which the ranges of a set are measured: at most 2,000 with the smallest hashes of their names, in the
 * order of these, and at most 16 of each pixel type and number of channels that are not among them.
 */
export function rangeSample(samples: readonly ListedSample[]): ReadonlySet<string> {
  const names = sampledNames(samples.map(({ name }) => name));
  return new Set([...names, ...namesOfOtherKinds(samples, names)]);
}

/** Return the images of a large set that are decoded to measure its range, in the order of the set. */
export function measuredSamples(samples: readonly ListedSample[]): ListedSample[] {
  const chosen = rangeSample(samples);
  const byName = new Map(
    samples.filter(({ name }) => chosen.has(name)).map((sample) => [sample.name, sample]),
  );
  let bytes = 0;
  const kept = new Set<string>();
  for (const name of chosen) {
    bytes += pixelBytes(byName.get(name)!);
    if (bytes > MAX_MEASURED_BYTES && kept.size >= MIN_MEASURED) break;
    kept.add(name);
  }
  for (const name of namesOfOtherKinds(samples, kept)) kept.add(name);
  return samples.filter(({ name }) => kept.has(name));
}

/** Return the names of the first 16 images of each kind that is not among the given images. */
function namesOfOtherKinds(samples: readonly ListedSample[], names: ReadonlySet<string>): string[] {
  const counts = new Map<string, number>();
  for (const sample of samples) if (names.has(sample.name)) counts.set(kindOf(sample), MIN_MEASURED);
  return samples.flatMap((sample) => {
    const count = counts.get(kindOf(sample)) ?? 0;
    if (count >= MIN_MEASURED) return [];
    counts.set(kindOf(sample), count + 1);
    return [sample.name];
  });
}

/** Return what images must have in common to have one range. */
function kindOf({ pixelType, channels }: ListedSample): string {
  return `${pixelType} ${channels}`;
}
