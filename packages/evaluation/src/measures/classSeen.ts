import type { Classifier } from "../networks/loadNetwork.ts";
import { mostProbable } from "../networks/mostProbable.ts";
import { checkLabels, type ImageSet } from "./imageSet.ts";
import { type Measurement, shareEstimate } from "./measurement.ts";

/** Agreement of the requested class with the class that a classifier recognizes. */
export interface ClassSeen {
  readonly share: Measurement;
  /** The same share for each class. */
  readonly perClass: readonly Measurement[];
  /** Confusion matrix `[classes][classes]`: number of images by requested class (row) and recognized class (column). */
  readonly confusion: readonly (readonly number[])[];
}

/** Indices of the images that count for the share of all classes. */
export interface CountedImages {
  readonly generated: ArrayLike<number>;
  readonly heldOut: ArrayLike<number>;
}

/**
 * Classify generated images and held-out real images with a classifier trained on real images.
 *
 * @param generated - Labels are the requested classes.
 * @param heldOut - Labels are the true classes.
 * @param counted - Images that count for the share of all classes; those of single classes and the confusion matrix use all. @default all
 * @throws RangeError if labels are missing or out of range, or the images have another size than the classifier's.
 */
export async function classSeen(
  generated: ImageSet,
  heldOut: ImageSet,
  classifier: Classifier,
  counted?: CountedImages,
): Promise<ClassSeen> {
  const { classes } = classifier;
  const asked = checkLabels("classSeen", "generated", generated, classes);
  const known = checkLabels("classSeen", "heldOut", heldOut, classes);
  const seen = mostProbable(await classifier.classify(generated), classes);
  const seenOfReal = mostProbable(await classifier.classify(heldOut), classes);
  const confusion = countPairs(asked, seen, classes);
  const ofReal = countPairs(known, seenOfReal, classes);
  const measurement = (hits: Counted, real: Counted): Measurement => ({
    ...shareEstimate(hits.right, hits.n),
    features: "a classifier trained on real images",
    n: hits.n,
    reference: 0,
    realBaseline: { ...shareEstimate(real.right, real.n), n: real.n },
  });
  const rows = confusion.map(ofRow);
  const realRows = ofReal.map(ofRow);
  return {
    share: measurement(
      countRight(asked, seen, counted?.generated),
      countRight(known, seenOfReal, counted?.heldOut),
    ),
    perClass: rows.map((row, label) => measurement(row, realRows[label]!)),
    confusion,
  };
}

interface Counted {
  readonly right: number;
  readonly n: number;
}

function countPairs(rows: Int32Array, columns: Int32Array, classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  rows.forEach((row, index) => {
    counts[row]![columns[index]!]! += 1;
  });
  return counts;
}

function ofRow(row: readonly number[], label: number): Counted {
  return { right: row[label]!, n: row.reduce((sum, value) => sum + value, 0) };
}

function countRight(
  labels: Int32Array,
  seen: Int32Array,
  counted: ArrayLike<number> = Array.from(labels.keys()),
): Counted {
  const right = Array.from(counted).filter((image) => labels[image] === seen[image]).length;
  return { right, n: counted.length };
}
