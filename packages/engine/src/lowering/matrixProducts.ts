import type { OnnxBuilder, TensorName } from "../onnx/OnnxBuilder.ts";
import { castTypes } from "./elementwise.ts";
import type { LoweringTable } from "./Lowering.ts";

/** Kernels that are products of matrices. */
export const matrixProducts: LoweringTable = {
  BatchMatMul: (graph, call) => {
    const [transA, transB] = [call.attributes["transposeA"] === true, call.attributes["transposeB"] === true];
    const operands = [call.tensor("a"), call.tensor("b")];
    if (!transA && !transB) return [graph.op("MatMul", operands)];
    return [graph.microsoft("FusedMatMul", operands, { transA: transA ? 1 : 0, transB: transB ? 1 : 0 })];
  },
  OneHot: (graph, call) => {
    const { depth, onValue, offValue } = call.attributes as {
      depth: number;
      onValue: number;
      offValue: number;
    };
    const dtype = call.node.outputs[0]!.dtype;
    const chosen = oneHot(graph, call.tensor("indices"), depth, castTypes[dtype]);
    if (onValue === 1 && offValue === 0) return [chosen];
    const number = (value: number) =>
      dtype === "float32"
        ? graph.scalar(value)
        : graph.constant(`c${dtype} ${value}`, dtype, [], Int32Array.of(value));
    const scaled = graph.op("Mul", [chosen, number(onValue - offValue)]);
    return [graph.op("Add", [scaled, number(offValue)])];
  },
  // The sum of rows by segment: the transposed one-hot matrix of the segments, times the rows.
  UnsortedSegmentSum: (graph, call) => {
    const [rows, ...rest] = call.shape("x");
    const segments = call.attributes["numSegments"] as number;
    const indices = graph.op("Cast", [call.tensor("segmentIds")], { to: castTypes.int32 });
    const chosen = oneHot(graph, indices, segments, castTypes.float32);
    const columns = rest.reduce((a, b) => a * b, 1);
    const product = graph.microsoft(
      "FusedMatMul",
      [chosen, graph.reshape(call.tensor("x"), [rows!, columns])],
      {
        transA: 1,
        transB: 0,
      },
    );
    return [graph.reshape(product, call.outputShape)];
  },
};

/** 1 where the last axis counts to the index, else 0. ONNX Runtime's own OneHot does not take int32 indices with an int64 depth. */
function oneHot(graph: OnnxBuilder, indices: TensorName, depth: number, to: number): TensorName {
  const places = graph.constant(
    `places ${depth}`,
    "int32",
    [depth],
    Int32Array.from({ length: depth }, (_, i) => i),
  );
  const column = graph.op("Unsqueeze", [indices, graph.integers([-1])]);
  return graph.op("Cast", [graph.op("Equal", [column, places])], { to });
}
