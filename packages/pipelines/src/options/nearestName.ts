import { distance } from "fastest-levenshtein";

/**
 * Find the candidate nearest to a misspelt name; undefined if none is near.
 *
 * A candidate is near if the edit distance (insertions, deletions, replacements) is at most a third of the longer name.
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const edits = distance(name.toLowerCase(), candidate.toLowerCase());
    if (edits < bestDistance) [best, bestDistance] = [candidate, edits];
  }
  if (best === undefined) return undefined;
  return bestDistance <= Math.max(name.length, best.length) / 3 + 0.5 ? best : undefined;
}
