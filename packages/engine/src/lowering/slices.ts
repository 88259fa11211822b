import * as tf from "@tensorflow/tfjs-core";
import { sliceBounds, splitSizes, stridedSliceInfo } from "../operations/slices.ts";
import type { LoweringTable } from "./Lowering.ts";

/** End of a reversed slice that includes the first element. */
const beforeFirst = -(2 ** 31);

/** Kernels that select elements of their inputs, or pad them. */
export const slices: LoweringTable = {
  SplitV: (graph, call) => {
    const x = call.shape("x");
    const axis = tf.util.parseAxisParam(call.attributes["axis"] as number, [...x])[0]!;
    const sizes = splitSizes(x, call.attributes["numOrSizeSplits"], axis);
    return graph.split(call.tensor("x"), sizes, axis);
  },
  Slice: (graph, call) => {
    const x = call.shape("x");
    const { begin, size } = sliceBounds(x, call.attributes["begin"], call.attributes["size"]);
    const axes = x.map((_, i) => i).filter((i) => begin[i] !== 0 || size[i] !== x[i]);
    if (axes.length === 0) return [call.tensor("x")];
    const bounds = [
      graph.integers(axes.map((i) => begin[i]!)),
      graph.integers(axes.map((i) => begin[i]! + size[i]!)),
      graph.integers(axes),
    ];
    return [graph.op("Slice", [call.tensor("x"), ...bounds])];
  },
  StridedSlice: (graph, call) => {
    const x = call.shape("x");
    const { begin, end, strides, isIdentity } = stridedSliceInfo(x, call.attributes);
    if (isIdentity) return [graph.reshape(call.tensor("x"), call.outputShape)];
    const bounds = [
      graph.integers(begin),
      graph.integers(end.map((bound) => (bound < 0 ? beforeFirst : bound))),
      graph.integers(x.map((_, i) => i)),
      graph.integers(strides),
    ];
    return [graph.reshape(graph.op("Slice", [call.tensor("x"), ...bounds]), call.outputShape)];
  },
  Reverse: (graph, call) => {
    const axes = tf.util.parseAxisParam(call.attributes["dims"] as number[], [...call.shape("x")]);
    const all = (value: number) => graph.integers(axes.map(() => value));
    return [graph.op("Slice", [call.tensor("x"), all(-1), all(beforeFirst), graph.integers(axes), all(-1)])];
  },
  PadV2: (graph, call) => {
    const paddings = call.attributes["paddings"] as [number, number][];
    const amounts = [...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)];
    const { dtype } = call.node.inputs["x"]!;
    const value = graph.scalar((call.attributes["constantValue"] as number | undefined) ?? 0, dtype);
    return [graph.op("Pad", [call.tensor("x"), graph.integers(amounts), value])];
  },
  GatherV2: (graph, call) => {
    const axis = tf.util.parseAxisParam(call.attributes["axis"] as number, [...call.shape("x")])[0]!;
    return [graph.op("Gather", [call.tensor("x"), call.tensor("indices")], { axis })];
  },
};
