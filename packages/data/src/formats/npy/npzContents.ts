import { FaultError } from "../faultError.ts";
import type { NpzArchive } from "./npzArchive.ts";

/** Arrays of one set of images in a .npz file. */
export interface NpzSet {
  /** Name of the array of images. */
  readonly images: string;
  /** Name of the array of labels, if there is one. */
  readonly labels?: string;
}

/** Names of splits, in the order in which they are listed. */
const SPLITS = ["train", "val", "test"];
/** Names of an array of images without splits, in order of preference. */
const IMAGE_NAMES = ["images", "image", "x", "X", "data", "arr_0"];
const LABEL_NAMES = ["labels", "label", "y", "arr_1"];

/** Return the names of the splits in the MedMNIST layout (`train_images`, …): train, val, test, then others by name. */
export function splitsOf({ names }: Pick<NpzArchive, "names">): string[] {
  const found = names
    .filter((name) => /^.+_images$/.test(name))
    .map((name) => name.slice(0, -"_images".length));
  const others = found.filter((name) => !SPLITS.includes(name)).sort();
  return [...SPLITS.filter((name) => found.includes(name)), ...others];
}

/**
 * Find the arrays of a split, or of the set of images if there are no splits.
 *
 * @throws FaultError if there is no such split or no array of images.
 */
export function npzSet(archive: Pick<NpzArchive, "names">, split?: string): NpzSet {
  const { names } = archive;
  const splits = splitsOf(archive);
  if (split !== undefined && !splits.includes(split)) {
    const remedy = splits.length > 0 ? `Choose one of ${splits.join(", ")}.` : "Open it without a split.";
    throw new FaultError(`without the split ${JSON.stringify(split)}`, remedy);
  }
  const single = IMAGE_NAMES.find((name) => names.includes(name)) ?? onlyArray(names);
  if (split === undefined && single !== undefined) {
    const labels = LABEL_NAMES.find((name) => name !== single && names.includes(name));
    return { images: single, ...(labels !== undefined && { labels }) };
  }
  const chosen = split ?? splits[0];
  if (chosen === undefined) {
    const list = names.slice(0, 8).map((name) => JSON.stringify(name));
    throw new FaultError(
      names.length === 0 ? "an archive without .npy arrays" : `an archive of the arrays ${list.join(", ")}`,
      "Name the array of images images, or train_images, val_images and test_images.",
    );
  }
  const labels = `${chosen}_labels`;
  return { images: `${chosen}_images`, ...(names.includes(labels) && { labels }) };
}

const onlyArray = (names: readonly string[]): string | undefined =>
  names.length === 1 && !names[0]!.endsWith("_images") ? names[0] : undefined;
