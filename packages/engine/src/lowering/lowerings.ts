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

/** The ONNX nodes of every kernel that can be traced. */
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

/** The ONNX nodes of kernels that only passes make: no function calls these. */
export const passLowerings: LoweringTable = { ...groupNormOfSums, ...int8 };
