import * as tf from "@tensorflow/tfjs-core";
import type { LoweringTable } from "./Lowering.ts";

/** Kernels that only change the shape or order of all elements. */
export const shapes: LoweringTable = {
  Reshape: (graph, call) => [graph.reshape(call.tensor("x"), call.outputShape)],
  ExpandDims: (graph, call) => [graph.reshape(call.tensor("input"), call.outputShape)],
  Transpose: (graph, call) => [graph.transpose(call.tensor("x"), call.attributes["perm"] as number[])],
  Concat: (graph, call) => [graph.op("Concat", call.tensors, { axis: call.attributes["axis"] as number })],
  Pack: (graph, call) => {
    const axis = call.attributes["axis"] as number;
    const expanded = call.tensors.map((x) => graph.op("Unsqueeze", [x, graph.integers([axis])]));
    return [graph.op("Concat", expanded, { axis })];
  },
  Unpack: (graph, call) => {
    const axis = tf.util.parseAxisParam(call.attributes["axis"] as number, [...call.shape("value")])[0]!;
    const sizes: number[] = new Array(call.node.outputs.length).fill(1);
    const parts = graph.split(call.tensor("value"), sizes, axis);
    return parts.map((part) => graph.op("Squeeze", [part, graph.integers([axis])]));
  },
  Tile: (graph, call) => [
    graph.op("Tile", [call.tensor("x"), graph.integers(call.attributes["reps"] as number[])]),
  ],
  BroadcastTo: (graph, call) => [graph.op("Expand", [call.tensor("x"), graph.integers(call.outputShape)])],
};
