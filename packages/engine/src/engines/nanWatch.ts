import { indexOfNaN } from "../indexOfNaN.ts";
import { NaNInputError } from "../NaNInputError.ts";
import { type HostArray, type Signature, sizeOf } from "../signature.ts";

type Arrays = Readonly<Record<string, HostArray>>;

/** So many numbers of the outputs are looked at, some hundredths of a millisecond; a training step's gradients are millions. */
const watchedSize = 65_536;

/**
 * Looks after each run for NaN in inputs. Where one is, NaN comes out nearly everywhere, so that the smallest outputs tell: the inputs
 * are searched only if those hold NaN.
 *
 * @returns What is to be called with the arrays of a run. It throws NaNInputError if an output and an input hold NaN.
 */
export function nanWatch(inputs: Signature, outputs: Signature): (given: Arrays, results: Arrays) => void {
  const floats = Object.entries(outputs)
    .filter(([, { dtype }]) => dtype === "float32")
    .map(([name, { shape }]) => ({ name, size: sizeOf(shape) }))
    .sort((a, b) => a.size - b.size);
  let total = 0;
  const watched = floats
    .filter(({ size }, place) => {
      total += size;
      return place === 0 || total <= watchedSize;
    })
    .map(({ name }) => name);
  return (given, results) => {
    if (watched.every((name) => indexOfNaN(results[name]!) < 0)) return;
    for (const name of Object.keys(inputs)) {
      const index = indexOfNaN(given[name]!);
      if (index >= 0) throw new NaNInputError(name, index);
    }
  };
}
