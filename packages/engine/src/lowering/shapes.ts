import * as tf from "@tensorflow/tfjs-core";
import { sliceBounds, splitSizes, stridedSliceInfo } from "../trace/shapeSpecs.ts";
import type { LoweringTable } from "./Lowering.ts";

const farBefore = -(2 ** 31);

/** Kernels that move elements about without computing. */
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
    const count = call.node.outputs.length;
    const sizes = graph.integers(new Array(count).fill(1));
    const parts = graph.ops("Split", [call.tensor("value"), sizes], count, { axis });
    return parts.map((part) => graph.op("Squeeze", [part, graph.integers([axis])]));
  },
  SplitV: (graph, call) => {
    const x = call.shape("x");
    const axis = tf.util.parseAxisParam(call.attributes["axis"] as number, [...x])[0]!;
    const sizes = splitSizes(x, call.attributes["numOrSizeSplits"], axis);
    return graph.ops("Split", [call.tensor("x"), graph.integers(sizes)], sizes.length, { axis });
  },
  Slice: (graph, call) => {
    const x = call.shape("x");
    const { begin, size } = sliceBounds(x, call.attributes["begin"], call.attributes["size"]);
    const axes = x.map((_, i) => i).filter((i) => begin[i] !== 0 || size[i] !== x[i]);
    if (axes.length === 0) return [call.tensor("x")];
    const starts = axes.map((i) => begin[i]!);
    const ends = axes.map((i) => begin[i]! + size[i]!);
    return [
      graph.op("Slice", [
        call.tensor("x"),
        graph.integers(starts),
        graph.integers(ends),
        graph.integers(axes),
      ]),
    ];
  },
  StridedSlice: (graph, call) => {
    const x = call.shape("x");
    const { begin, end, strides, isIdentity } = stridedSliceInfo(x, call.attributes);
    const sliced = isIdentity
      ? call.tensor("x")
      : graph.op("Slice", [
          call.tensor("x"),
          graph.integers(begin),
          graph.integers(end.map((bound) => (bound < 0 ? farBefore : bound))),
          graph.integers(x.map((_, i) => i)),
          graph.integers(strides),
        ]);
    return [graph.reshape(sliced, call.outputShape)];
  },
  Reverse: (graph, call) => {
    const axes = tf.util.parseAxisParam(call.attributes["dims"] as number[], [...call.shape("x")]);
    const all = (value: number) => graph.integers(axes.map(() => value));
    return [graph.op("Slice", [call.tensor("x"), all(-1), all(farBefore), graph.integers(axes), all(-1)])];
  },
  PadV2: (graph, call) => {
    const paddings = call.attributes["paddings"] as [number, number][];
    const amounts = [...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)];
    const { dtype } = call.node.inputs["x"]!;
    const value = graph.scalar((call.attributes["constantValue"] as number | undefined) ?? 0, dtype);
    return [graph.op("Pad", [call.tensor("x"), graph.integers(amounts), value])];
  },
  Tile: (graph, call) => [
    graph.op("Tile", [call.tensor("x"), graph.integers(call.attributes["reps"] as number[])]),
  ],
  BroadcastTo: (graph, call) => [graph.op("Expand", [call.tensor("x"), graph.integers(call.outputShape)])],
  GatherV2: (graph, call) => {
    const axis = tf.util.parseAxisParam(call.attributes["axis"] as number, [...call.shape("x")])[0]!;
    return [graph.op("Gather", [call.tensor("x"), call.tensor("indices")], { axis })];
  },
};
