import type { GraphDataType } from "../graph/graph.ts";
import type { OnnxBuilder, TensorName } from "../onnx/OnnxBuilder.ts";
import { broadcast, floats, input, numbers, type Operations } from "./Operation.ts";

/** Kernels that are products of matrices. */
export const matrixProducts: Operations = {
  BatchMatMul: {
    types: floats,
    outputs: (inputs, { transposeA, transposeB }) => {
      const [a, b] = [input(inputs, "a"), input(inputs, "b")];
      const [rows, inner] = transposeA ? [-1, -2] : [-2, -1];
      const [innerB, columns] = transposeB ? [-1, -2] : [-2, -1];
      if (a.shape.at(inner) !== b.shape.at(innerB)) {
        throw new RangeError(
          `compile: matMul must have inner sizes that are equal, got shapes [${a.shape}] and [${b.shape}] with transposeA ${transposeA} and transposeB ${transposeB}.`,
        );
      }
      const outer = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
      return [{ shape: [...outer, a.shape.at(rows)!, b.shape.at(columns)!], dtype: "float32" }];
    },
    lower: (graph, call) => {
      const { transposeA, transposeB } = call.attributes;
      const [transA, transB] = [transposeA === true, transposeB === true];
      const operands = [call.tensor("a"), call.tensor("b")];
      if (!transA && !transB) return [graph.op("MatMul", operands)];
      return [graph.microsoft("FusedMatMul", operands, { transA: transA ? 1 : 0, transB: transB ? 1 : 0 })];
    },
  },
  OneHot: {
    outputs: (inputs, { depth, dtype }) => [
      {
        shape: [...input(inputs, "indices").shape, depth as number],
        dtype: (dtype ?? "int32") as GraphDataType,
      },
    ],
    lower: (graph, call) => {
      const { depth, onValue, offValue } = call.attributes as {
        depth: number;
        onValue: number;
        offValue: number;
      };
      const { dtype } = call.node.outputs[0]!;
      const chosen = isIndex(graph, call.tensor("indices"), depth);
      return [graph.op("Where", [chosen, graph.scalar(onValue, dtype), graph.scalar(offValue, dtype)])];
    },
  },
  UnsortedSegmentSum: {
    types: numbers,
    outputs: (inputs, { numSegments }) => {
      const x = input(inputs, "x");
      return [{ shape: [numSegments as number, ...x.shape.slice(1)], dtype: x.dtype }];
    },
    // The sum of rows by segment: the transposed one-hot matrix of the segments, times the rows.
    lower: (graph, call) => {
      const [rows, ...rest] = call.shape("x");
      const segments = call.attributes["numSegments"] as number;
      const chosen = isIndex(graph, call.tensor("segmentIds"), segments);
      const columns = rest.reduce((a, b) => a * b, 1);
      const x = graph.reshape(call.tensor("x"), [rows!, columns]);
      const { dtype } = call.node.outputs[0]!;
      const ofSegments = graph.transpose(graph.cast(chosen, dtype), [1, 0]);
      return [graph.reshape(graph.op("MatMul", [ofSegments, x]), call.outputShape)];
    },
  },
};

/** Whether a place along a new last axis is the index. ONNX Runtime's OneHot does not take int32 indices with an int64 depth. */
function isIndex(graph: OnnxBuilder, indices: TensorName, depth: number): TensorName {
  const count = Int32Array.from({ length: depth }, (_, i) => i);
  const places = graph.constant(`places ${depth}`, "int32", [depth], count);
  return graph.op("Equal", [graph.op("Unsqueeze", [indices, graph.integers([-1])]), places]);
}
