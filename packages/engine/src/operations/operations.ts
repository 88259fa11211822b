import { binary } from "./binary.ts";
import { convolution } from "./convolution.ts";
import { groupNorm } from "./groupNorm.ts";
import { layers } from "./layers.ts";
import { matrixProducts } from "./matrixProducts.ts";
import type { Attributes, Inputs, Operations, OutputSpec } from "./Operation.ts";
import { reductions } from "./reductions.ts";
import { shapes } from "./shapes.ts";
import { slices } from "./slices.ts";
import { unary } from "./unary.ts";

/** All kernels that can be traced. */
export const operations: Operations = {
  ...unary,
  ...binary,
  ...reductions,
  ...matrixProducts,
  ...shapes,
  ...slices,
  ...convolution,
  ...groupNorm,
  ...layers,
};

/**
 * Return the output shapes and types of a kernel call, without computing it.
 *
 * @throws TypeError or RangeError if the kernel does not accept the inputs.
 */
export function outputSpecs(kernel: string, inputs: Inputs, attributes: Attributes): readonly OutputSpec[] {
  const { types, outputs } = operations[kernel]!;
  for (const { dtype } of Object.values(inputs)) {
    if (!types || types.includes(dtype)) continue;
    throw new TypeError(
      `compile: operation ${kernel} must be given ${types.join(" or ")}, got ${dtype}. Convert it with tf.cast.`,
    );
  }
  return outputs(inputs, attributes);
}
