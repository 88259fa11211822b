import * as tf from "@tensorflow/tfjs-core";
import { type Attributes, input, like, type Operations } from "./Operation.ts";

/** Kernels that select elements of their inputs, or pad them. */
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
  },
  Slice: {
    outputs: (inputs, { begin, size }) => {
      const x = input(inputs, "x");
      return [{ shape: sliceBounds(x.shape, begin, size).size, dtype: x.dtype }];
    },
  },
  StridedSlice: {
    outputs: (inputs, attributes) => {
      const x = input(inputs, "x");
      return [{ shape: stridedSliceInfo(x.shape, attributes).finalShape, dtype: x.dtype }];
    },
  },
  Reverse: { outputs: like("x") },
  PadV2: {
    outputs: (inputs, { paddings }) => {
      const x = input(inputs, "x");
      const pads = paddings as [number, number][];
      return [{ shape: x.shape.map((size, i) => size + pads[i]![0] + pads[i]![1]), dtype: x.dtype }];
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
  },
};

/** Return the sizes of a split's parts: equal by count, or given, where one may be -1 for the rest. */
export function splitSizes(shape: readonly number[], parts: unknown, axis: number): readonly number[] {
  const info = { shape: [...shape] } as tf.Tensor;
  // Copy the sizes: tfjs replaces the -1 in place.
  const given = typeof parts === "number" ? parts : [...(parts as number[])];
  return tf.backend_util.prepareSplitSize(info, given, axis);
}

/** Return a slice's begin and size, with -1 ("to the end") and missing dimensions resolved. */
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

/** Apply the masks of a strided slice to its bounds. */
export function stridedSliceInfo(
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
