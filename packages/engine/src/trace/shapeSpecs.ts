import * as tf from "@tensorflow/tfjs-core";
import { equalShapes, sizeOf } from "../signature.ts";
import { type Attributes, input, type OutputRules } from "./outputRule.ts";

/** Kernels that move elements about without computing. */
export const shapeSpecs: OutputRules = {
  Reshape: (inputs, { shape }) => {
    const x = input(inputs, "x");
    return [{ shape: tf.util.inferFromImplicitShape(shape as number[], sizeOf(x.shape)), dtype: x.dtype }];
  },
  ExpandDims: (inputs, { dim }) => {
    const x = input(inputs, "input");
    return [{ shape: withAxis(x.shape, dim as number, 1), dtype: x.dtype }];
  },
  Transpose: (inputs, { perm }) => {
    const x = input(inputs, "x");
    return [{ shape: (perm as number[]).map((axis) => x.shape[axis]!), dtype: x.dtype }];
  },
  Reverse: (inputs) => [input(inputs, "x")],
  Concat: (inputs, { axis }) => {
    const parts = Object.values(inputs);
    const first = parts[0]!;
    const at = tf.util.parseAxisParam(axis as number, [...first.shape])[0]!;
    const shapes = parts.map((part) => [...part.shape]);
    tf.backend_util.assertParamsConsistent(shapes, at);
    return [{ shape: tf.backend_util.computeOutShape(shapes, at), dtype: first.dtype }];
  },
  Pack: (inputs, { axis }) => {
    const parts = Object.values(inputs);
    const first = parts[0]!;
    for (const { shape } of parts) {
      if (equalShapes(shape, first.shape)) continue;
      throw new RangeError(`compile: stack must have equal shapes, got [${first.shape}] and [${shape}].`);
    }
    return [{ shape: withAxis(first.shape, axis as number, parts.length), dtype: first.dtype }];
  },
  Unpack: (inputs, { axis }) => {
    const value = input(inputs, "value");
    const at = tf.util.parseAxisParam(axis as number, [...value.shape])[0]!;
    const part = { shape: value.shape.filter((_, i) => i !== at), dtype: value.dtype };
    return new Array(value.shape[at]).fill(part);
  },
  SplitV: (inputs, { numOrSizeSplits, axis }) => {
    const x = input(inputs, "x");
    const at = tf.util.parseAxisParam(axis as number, [...x.shape])[0]!;
    return splitSizes(x.shape, numOrSizeSplits, at).map((size) => ({
      shape: x.shape.with(at, size),
      dtype: x.dtype,
    }));
  },
  Slice: (inputs, { begin, size }) => {
    const x = input(inputs, "x");
    return [{ shape: sliceBounds(x.shape, begin, size).size, dtype: x.dtype }];
  },
  StridedSlice: (inputs, attributes) => {
    const x = input(inputs, "x");
    return [{ shape: stridedSliceInfo(x.shape, attributes).finalShape, dtype: x.dtype }];
  },
  PadV2: (inputs, { paddings }) => {
    const x = input(inputs, "x");
    const pads = paddings as [number, number][];
    return [{ shape: x.shape.map((size, i) => size + pads[i]![0] + pads[i]![1]), dtype: x.dtype }];
  },
  Tile: (inputs, { reps }) => {
    const x = input(inputs, "x");
    return [{ shape: x.shape.map((size, i) => size * (reps as number[])[i]!), dtype: x.dtype }];
  },
  BroadcastTo: (inputs, { shape }) => [{ shape: shape as number[], dtype: input(inputs, "x").dtype }],
  GatherV2: (inputs, { axis, batchDims }) => {
    const [x, indices] = [input(inputs, "x"), input(inputs, "indices")];
    if (batchDims) throw new RangeError(`compile: gather must have batchDims 0, got ${String(batchDims)}.`);
    const at = tf.util.parseAxisParam(axis as number, [...x.shape])[0]!;
    return [{ shape: [...x.shape.slice(0, at), ...indices.shape, ...x.shape.slice(at + 1)], dtype: x.dtype }];
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

/** A shape with one more axis; negative places count from the end of the new shape. */
function withAxis(shape: readonly number[], axis: number, size: number): readonly number[] {
  const at = axis < 0 ? shape.length + 1 + axis : axis;
  return [...shape.slice(0, at), size, ...shape.slice(at)];
}
