import type { GraphDataType } from "../graph/graph.ts";
import { broadcast, floats, input, numbers, type Operations } from "./Operation.ts";

/** Kernels for matrix products. */
export const matrixProducts: Operations = {
  BatchMatMul: {
    types: floats,
    outputs: (inputs, { transposeA, transposeB }) => {
      const [a, b] = [input(inputs, "a"), input(inputs, "b")];
      const [rows, inner] = transposeA ? [-1, -2] : [-2, -1];
      const [innerB, columns] = transposeB ? [-1, -2] : [-2, -1];
      if (a.shape.at(inner) !== b.shape.at(innerB)) {
        throw new RangeError(
          `compile: matMul must have equal inner sizes, got shapes [${a.shape}] and [${b.shape}] with transposeA ${transposeA} and transposeB ${transposeB}.`,
        );
      }
      const outer = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
      return [{ shape: [...outer, a.shape.at(rows)!, b.shape.at(columns)!], dtype: "float32" }];
    },
  },
  OneHot: {
    outputs: (inputs, { depth, dtype }) => [
      {
        shape: [...input(inputs, "indices").shape, depth as number],
        dtype: (dtype ?? "int32") as GraphDataType,
      },
    ],
  },
  UnsortedSegmentSum: {
    types: numbers,
    outputs: (inputs, { numSegments }) => {
      const x = input(inputs, "x");
      return [{ shape: [numSegments as number, ...x.shape.slice(1)], dtype: x.dtype }];
    },
  },
};
