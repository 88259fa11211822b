import type { Shape4 } from "../graph/shape.ts";
import type { LoweringTable } from "./Lowering.ts";
import { silu, siluGradient } from "./silu.ts";

/** Other layers of `@cellgen/nn`: SiLU, attention, upsampling. */
export const layers: LoweringTable = {
  CellgenSilu: (graph, call) => [silu(graph, call.tensor("x"), call.differentiated)],
  CellgenSiluGradient: (graph, call) => [siluGradient(graph, call.tensor("x"), call.tensor("dy"))],

  CellgenAttention: (graph, call) => {
    const alpha = { float: call.attributes["scale"] as number };
    const scores = graph.microsoft("FusedMatMul", [call.tensor("query"), call.tensor("key")], {
      transB: 1,
      alpha,
    });
    const probabilities = graph.op("Softmax", [scores], { axis: -1 });
    return [graph.op("MatMul", [probabilities, call.tensor("value")]), probabilities];
  },

  CellgenAttentionGradient: (graph, call) => {
    const alpha = { float: call.attributes["scale"] as number };
    const [p, dy] = [call.tensor("probabilities"), call.tensor("dy")];
    const dvalue = graph.microsoft("FusedMatMul", [p, dy], { transA: 1 });
    const dp = graph.microsoft("FusedMatMul", [dy, call.tensor("value")], { transB: 1 });
    // Gradient of the softmax: p·(dp − Σ dp·p).
    const inner = graph.reduce("ReduceSum", graph.op("Mul", [dp, p]), [2], true);
    const dscores = graph.op("Mul", [p, graph.op("Sub", [dp, inner])]);
    const dquery = graph.microsoft("FusedMatMul", [dscores, call.tensor("key")], { alpha });
    const dkey = graph.microsoft("FusedMatMul", [dscores, call.tensor("query")], { transA: 1, alpha });
    return [dquery, dkey, dvalue];
  },

  CellgenUpsample2x: (graph, call) => {
    const [n, h, w, c] = call.shape("x") as Shape4;
    // Double the columns within a row, then the rows: both copy contiguous memory.
    const columns = graph.reshape(call.tensor("x"), [n * h, w, 1, c]);
    const rows = graph.reshape(graph.op("Concat", [columns, columns], { axis: 2 }), [n * h, 1, 2 * w * c]);
    return [graph.reshape(graph.op("Concat", [rows, rows], { axis: 1 }), [n, 2 * h, 2 * w, c])];
  },

  CellgenUpsample2xGradient: (graph, call) => {
    const [n, h, w, c] = call.outputShape as Shape4;
    const halves = graph.integers([1, 1]);
    const rows = graph.ops("Split", [graph.reshape(call.tensor("dy"), [n * h, 2, 2 * w * c]), halves], 2, {
      axis: 1,
    });
    const summed = graph.reshape(graph.op("Add", rows), [n * h * w, 2, c]);
    const columns = graph.ops("Split", [summed, halves], 2, { axis: 1 });
    return [graph.reshape(graph.op("Add", columns), [n, h, w, c])];
  },

  ResizeNearestNeighbor: (graph, call) => {
    const { alignCorners, halfPixelCenters } = call.attributes;
    if (alignCorners || halfPixelCenters) {
      throw new RangeError("compile: resizeNearestNeighbor must not align corners or half pixels.");
    }
    const sizes = graph.integers(call.outputShape);
    const attributes = {
      mode: "nearest",
      nearest_mode: "floor",
      coordinate_transformation_mode: "asymmetric",
    };
    return [graph.op("Resize", [call.tensor("images"), "", "", sizes], attributes)];
  },
};
