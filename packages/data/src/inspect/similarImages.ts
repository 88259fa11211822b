import type { ImageFingerprint } from "./imageFingerprint.ts";

/** Minimum correlation of the thumbnails of near duplicates. */
const MIN_CORRELATION = 0.99;

/**
 * Find groups of images that are nearly equal: their 16x16 thumbnails have a correlation of at least 0.99. Every pair is compared.
 *
 * @param fingerprints - Undefined entries are not compared.
 * @returns Groups of at least two indices in ascending order; images are in one group if a chain of near duplicates connects them.
 */
export function similarImages(fingerprints: readonly (ImageFingerprint | undefined)[]): number[][] {
  const parents = fingerprints.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root]!;
    return root;
  };
  for (const [i, a] of fingerprints.entries()) {
    if (!a) continue;
    for (let j = 0; j < i; j++) {
      const b = fingerprints[j];
      if (b && isSimilar(a, b)) parents[rootOf(i)] = rootOf(j);
    }
  }
  const groups = new Map<number, number[]>();
  for (const index of parents.keys()) {
    const root = rootOf(index);
    const group = groups.get(root);
    if (group) group.push(index);
    else groups.set(root, [index]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** For vectors of length 1, `|a - b|² = 2 (1 - correlation)`. */
const MAX_DISTANCE = 2 * (1 - MIN_CORRELATION);
/** Prime to the number of pixels: pixels are taken from all parts of the image in turn, so that most pairs are decided after a few. */
const STEP = 101;

function isSimilar(a: ImageFingerprint, b: ImageFingerprint): boolean {
  let distance = 0;
  for (let k = 0, i = 0; k < a.length; k++, i = (i + STEP) % a.length) {
    distance += (a[i]! - b[i]!) ** 2;
    if (distance > MAX_DISTANCE) return false;
  }
  return true;
}
