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
    const kind = dtype === "float32" ? Float32Array : Int32Array;
    const values = graph.constant(
      `onehot ${dtype} ${offValue} ${onValue}`,
      dtype,
      [2],
      kind.of(offValue, onValue),
    );
    return [graph.op("OneHot", [call.tensor("indices"), graph.integers([depth]), values], { axis: -1 })];
  },
  // The sum of rows by segment: the transposed one-hot matrix of the segments, times the rows.
  UnsortedSegmentSum: (graph, call) => {
    const [rows, ...rest] = call.shape("x");
    const segments = call.attributes["numSegments"] as number;
    const values = graph.constant("onehot float32 0 1", "float32", [2], Float32Array.of(0, 1));
    const indices = graph.op("Cast", [call.tensor("segmentIds")], { to: castTypes.int32 });
    const chosen = graph.op("OneHot", [indices, graph.integers([segments]), values], { axis: -1 });
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
