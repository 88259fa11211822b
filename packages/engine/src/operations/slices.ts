import * as tf from "@tensorflow/tfjs-core";
import { type Attributes, input, like, type Operations } from "./Operation.ts";

const farBefore = -(2 ** 31);

/** Kernels that take some elements of their inputs, or put more beside them. */
export const slices: Operations = {
  SplitV: {
    outputs: (inputs, { numOrSizeSplits, axis }) => {
      const x = input(inputs, "x");
      const at = tf.util.parseAxisParam(axis as number, [...x.shape])[0]!;
      return splitSizes(x.shape, numOrSizeSplits, at).map((size) => ({
        shape: x.shape.with(at, size),
        dtype: x.dtype,
      }));
    },
    lower: (graph, call) => {
      const x = call.shape("x");
      const axis = tf.util.parseAxisParam(call.attributes["axis"] as number, [...x])[0]!;
      const sizes = splitSizes(x, call.attributes["numOrSizeSplits"], axis);
      return graph.split(call.tensor("x"), sizes, axis);
    },
  },
  Slice: {
    outputs: (inputs, { begin, size }) => {
      const x = input(inputs, "x");
      return [{ shape: sliceBounds(x.shape, begin, size).size, dtype: x.dtype }];
    },
    lower: (graph, call) => {
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
  },
  StridedSlice: {
    outputs: (inputs, attributes) => {
      const x = input(inputs, "x");
      return [{ shape: stridedSliceInfo(x.shape, attributes).finalShape, dtype: x.dtype }];
    },
    lower: (graph, call) => {
      const x = call.shape("x");
      const { begin, end, strides, isIdentity } = stridedSliceInfo(x, call.attributes);
      if (isIdentity) return [graph.reshape(call.tensor("x"), call.outputShape)];
      const bounds = [
        graph.integers(begin),
        graph.integers(end.map((bound) => (bound < 0 ? farBefore : bound))),
        graph.integers(x.map((_, i) => i)),
        graph.integers(strides),
      ];
      return [graph.reshape(graph.op("Slice", [call.tensor("x"), ...bounds]), call.outputShape)];
    },
  },
  Reverse: {
    outputs: like("x"),
    lower: (graph, call) => {
      const axes = tf.util.parseAxisParam(call.attributes["dims"] as number[], [...call.shape("x")]);
      const all = (value: number) => graph.integers(axes.map(() => value));
      return [graph.op("Slice", [call.tensor("x"), all(-1), all(farBefore), graph.integers(axes), all(-1)])];
    },
  },
  PadV2: {
    outputs: (inputs, { paddings }) => {
      const x = input(inputs, "x");
      const pads = paddings as [number, number][];
      return [{ shape: x.shape.map((size, i) => size + pads[i]![0] + pads[i]![1]), dtype: x.dtype }];
    },
    lower: (graph, call) => {
      const paddings = call.attributes["paddings"] as [number, number][];
      const amounts = [...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)];
      const { dtype } = call.node.inputs["x"]!;
      const value = graph.scalar((call.attributes["constantValue"] as number | undefined) ?? 0, dtype);
      return [graph.op("Pad", [call.tensor("x"), graph.integers(amounts), value])];
    },
  },
  GatherV2: {
    outputs: (inputs, { axis, batchDims }) => {
      const [x, indices] = [input(inputs, "x"), input(inputs, "indices")];
      if (batchDims) {
        throw new RangeError(`compile: gather must have batchDims 0, got ${String(batchDims)}.`);
      }
      const at = tf.util.parseAxisParam(axis as number, [...x.shape])[0]!;
      const shape = [...x.shape.slice(0, at), ...indices.shape, ...x.shape.slice(at + 1)];
      return [{ shape, dtype: x.dtype }];
    },
    lower: (graph, call) => {
      const axis = tf.util.parseAxisParam(call.attributes["axis"] as number, [...call.shape("x")])[0]!;
      return [graph.op("Gather", [call.tensor("x"), call.tensor("indices")], { axis })];
    },
  },
};

/** The sizes of a split's parts: equal ones by count, or given, where one may be -1 for the rest. */
export function splitSizes(shape: readonly number[], parts: unknown, axis: number): readonly number[] {
  const info = { shape: [...shape] } as tf.Tensor;
  // tfjs writes the rest over the -1.
  const given = typeof parts === "number" ? parts : [...(parts as number[])];
  return tf.backend_util.prepareSplitSize(info, given, axis);
}

/** A slice's begin and size with -1 ("to the end") and left-out dimensions filled in. */
export function sliceBounds(
  shape: readonly number[],
  begin: unknown,
  size: unknown,
): { readonly begin: readonly number[]; readonly size: readonly number[] } {
  const info = { shape: [...shape] } as tf.TensorInfo;
  const [from, count] = tf.slice_util.parseSliceParams(info, begin as number[], size as number[]);
  tf.slice_util.assertParamsValid(info, from!, count!);
  return { begin: from!, size: count! };
}

/** A strided slice's bounds with its masks applied. */
function stridedSliceInfo(
  shape: readonly number[],
  attributes: Attributes,
): ReturnType<typeof tf.slice_util.sliceInfo> {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attributes;
  return tf.slice_util.sliceInfo(
    [...shape],
    begin as number[],
    end as number[],
    strides as number[],
    beginMask as number,
    endMask as number,
    ellipsisMask as number,
    newAxisMask as number,
    shrinkAxisMask as number,
  );
}
