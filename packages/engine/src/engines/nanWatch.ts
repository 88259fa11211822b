import { indexOfNaN } from "../api/indexOfNaN.ts";
import { NaNInputError } from "../api/NaNInputError.ts";
import type { HostArray, Signature } from "../api/signature.ts";
import { sizeOf } from "../graph/shape.ts";

type Arrays = Readonly<Record<string, HostArray>>;

/**
 * Maximum number of input and output values checked per run, which takes a few tenths of a millisecond. A training step has millions of values.
 */
const watchedSize = 262_144;

/**
 * Check inputs for NaN after each run: the smallest inputs, and all inputs if the smallest outputs contain NaN, because NaN usually spreads to
 * all outputs. GPUs may lose NaN on the way.
 *
 * @returns Function to call with the arrays of a run. It throws NaNInputError if an input contains NaN.
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

/** Return the names of the float32 arrays, smallest first. */
function smallestFirst(signature: Signature): string[] {
  return Object.keys(signature)
    .filter((name) => signature[name]!.dtype === "float32")
    .sort((a, b) => sizeOf(signature[a]!.shape) - sizeOf(signature[b]!.shape));
}

/** Return the number of arrays that fit into the checked number of values. */
function countWatched(signature: Signature, names: readonly string[]): number {
  let total = 0;
  const end = names.findIndex((name) => {
    total += sizeOf(signature[name]!.shape);
    return total > watchedSize;
  });
  return end < 0 ? names.length : end;
}
