import { binary } from "./binary.ts";
import { convolution } from "./convolution/convolution.ts";
import { int8 } from "./int8.ts";
import type { LoweringTable } from "./Lowering.ts";
import { layers } from "./layers.ts";
import { matrixProducts } from "./matrixProducts.ts";
import { groupNorm } from "./normalization/groupNorm.ts";
import { groupNormOfSums } from "./normalization/groupNormOfSums.ts";
import { reductions } from "./reductions.ts";
import { shapes } from "./shapes.ts";
import { slices } from "./slices.ts";
import { unary } from "./unary.ts";

/** Lowerings of all kernels that can be traced. */
export const lowerings: LoweringTable = {
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

/** Lowerings of kernels that only passes create. */
export const passLowerings: LoweringTable = { ...groupNormOfSums, ...int8 };
