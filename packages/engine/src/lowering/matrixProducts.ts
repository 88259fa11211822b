import type { OnnxBuilder, TensorName } from "../onnx/OnnxBuilder.ts";
import type { LoweringTable } from "./Lowering.ts";

/** Kernels for matrix products. */
export const matrixProducts: LoweringTable = {
  BatchMatMul: (graph, call) => {
    const { transposeA, transposeB } = call.attributes;
    const [transA, transB] = [transposeA === true, transposeB === true];
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
    const { dtype } = call.node.outputs[0]!;
    const chosen = isIndex(graph, call.tensor("indices"), depth);
    return [graph.op("Where", [chosen, graph.scalar(onValue, dtype), graph.scalar(offValue, dtype)])];
  },
  // Segment sum: the transposed one-hot matrix of the segments, times the rows.
  UnsortedSegmentSum: (graph, call) => {
    const [rows, ...rest] = call.shape("x");
    const segments = call.attributes["numSegments"] as number;
    const chosen = isIndex(graph, call.tensor("segmentIds"), segments);
    const columns = rest.reduce((a, b) => a * b, 1);
    const x = graph.reshape(call.tensor("x"), [rows!, columns]);
    const { dtype } = call.node.outputs[0]!;
    const ofSegments = graph.transpose(graph.cast(chosen, dtype), [1, 0]);
    return [graph.reshape(graph.op("MatMul", [ofSegments, x]), call.outputShape)];
  },
};

/** Compare positions along a new last axis with the index. ONNX Runtime's OneHot does not support int32 indices with an int64 depth. */
function isIndex(graph: OnnxBuilder, indices: TensorName, depth: number): TensorName {
  const count = Int32Array.from({ length: depth }, (_, i) => i);
  const places = graph.constant(`places ${depth}`, "int32", [depth], count);
  return graph.op("Equal", [graph.op("Unsqueeze", [indices, graph.integers([-1])]), places]);
}
