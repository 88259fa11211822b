import * as tf from "@tensorflow/tfjs-core";
import { equalShapes, sizeOf } from "../graph/shape.ts";
import { input, type Operations, oneType } from "./Operation.ts";

/** Insert an axis into a shape; negative positions count from the end of the new shape. */
function withAxis(shape: readonly number[], axis: number, size: number): readonly number[] {
  const at = axis < 0 ? shape.length + 1 + axis : axis;
  return [...shape.slice(0, at), size, ...shape.slice(at)];
}

/** Kernels that only change the shape or order of all elements. */
export const shapes: Operations = {
  Reshape: {
    outputs: (inputs, { shape }) => {
      const x = input(inputs, "x");
      return [{ shape: tf.util.inferFromImplicitShape(shape as number[], sizeOf(x.shape)), dtype: x.dtype }];
    },
  },
  ExpandDims: {
    outputs: (inputs, { dim }) => {
      const x = input(inputs, "input");
      return [{ shape: withAxis(x.shape, dim as number, 1), dtype: x.dtype }];
    },
  },
  Transpose: {
    outputs: (inputs, { perm }) => {
      const x = input(inputs, "x");
      return [{ shape: (perm as number[]).map((axis) => x.shape[axis]!), dtype: x.dtype }];
    },
  },
  Concat: {
    outputs: (inputs, { axis }) => {
      const parts = Object.values(inputs);
      const first = parts[0]!;
      const at = tf.util.parseAxisParam(axis as number, [...first.shape])[0]!;
      const given = parts.map((part) => [...part.shape]);
      tf.backend_util.assertParamsConsistent(given, at);
      return [{ shape: tf.backend_util.computeOutShape(given, at), dtype: oneType("concat", parts) }];
    },
  },
  Pack: {
    outputs: (inputs, { axis }) => {
      const parts = Object.values(inputs);
      const first = parts[0]!;
      for (const { shape } of parts) {
        if (equalShapes(shape, first.shape)) continue;
        throw new RangeError(`compile: stack must have equal shapes, got [${first.shape}] and [${shape}].`);
      }
      return [{ shape: withAxis(first.shape, axis as number, parts.length), dtype: oneType("stack", parts) }];
    },
  },
  Unpack: {
    outputs: (inputs, { axis }) => {
      const value = input(inputs, "value");
      const at = tf.util.parseAxisParam(axis as number, [...value.shape])[0]!;
      const part = { shape: value.shape.filter((_, i) => i !== at), dtype: value.dtype };
      return new Array(value.shape[at]).fill(part);
    },
  },
  Tile: {
    outputs: (inputs, { reps }) => {
      const x = input(inputs, "x");
      return [{ shape: x.shape.map((size, i) => size * (reps as number[])[i]!), dtype: x.dtype }];
    },
  },
  BroadcastTo: {
    outputs: (inputs, { shape }) => [{ shape: shape as number[], dtype: input(inputs, "x").dtype }],
  },
};
