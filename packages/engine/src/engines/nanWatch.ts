import { indexOfNaN } from "../api/indexOfNaN.ts";
import { NaNInputError } from "../api/NaNInputError.ts";
import type { HostArray, Signature } from "../api/signature.ts";
import { sizeOf } from "../graph/shape.ts";

type Arrays = Readonly<Record<string, HostArray>>;

/** So many numbers of inputs, and of outputs, are looked at each time, in some tenths of a millisecond. A training step has millions of both. */
const watchedSize = 262_144;

/**
 * Looks after each run for NaN in inputs: in the smallest ones, and in all if the smallest outputs hold NaN, for there it comes out nearly
 * everywhere. Graphics cards may lose it on the way.
 *
 * @returns What is to be called with the arrays of a run. It throws NaNInputError if an input holds NaN.
 */
export function nanWatch(inputs: Signature, outputs: Signature): (given: Arrays, results: Arrays) => void {
  const names = smallestFirst(inputs);
  const watched = names.slice(0, countWatched(inputs, names));
  const outputNames = smallestFirst(outputs);
  const watchedOutputs = outputNames.slice(0, Math.max(1, countWatched(outputs, outputNames)));
  return (given, results) => {
    refuseNaN(given, watched);
    if (watchedOutputs.some((name) => indexOfNaN(results[name]!) >= 0)) refuseNaN(given, names);
  };
}

function refuseNaN(given: Arrays, names: readonly string[]): void {
  for (const name of names) {
    const index = indexOfNaN(given[name]!);
    if (index >= 0) throw new NaNInputError(name, index);
  }
}

/** The names of the float32 arrays. */
function smallestFirst(signature: Signature): string[] {
  return Object.keys(signature)
    .filter((name) => signature[name]!.dtype === "float32")
    .sort((a, b) => sizeOf(signature[a]!.shape) - sizeOf(signature[b]!.shape));
}

/** How many of the arrays hold the watched numbers. */
function countWatched(signature: Signature, names: readonly string[]): number {
  let total = 0;
  const end = names.findIndex((name) => {
    total += sizeOf(signature[name]!.shape);
    return total > watchedSize;
  });
  return end < 0 ? names.length : end;
}
