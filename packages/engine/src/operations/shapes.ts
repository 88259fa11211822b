import * as tf from "@tensorflow/tfjs-core";
import { equalShapes, sizeOf } from "../graph/shape.ts";
import { input, type Operations, oneType } from "./Operation.ts";

/** A shape with one more axis; negative places count from the end of the new shape. */
function withAxis(shape: readonly number[], axis: number, size: number): readonly number[] {
  const at = axis < 0 ? shape.length + 1 + axis : axis;
  return [...shape.slice(0, at), size, ...shape.slice(at)];
}

/** Kernels that take all elements of their inputs into another shape or order. */
export const shapes: Operations = {
  Reshape: {
    outputs: (inputs, { shape }) => {
      const x = input(inputs, "x");
      return [{ shape: tf.util.inferFromImplicitShape(shape as number[], sizeOf(x.shape)), dtype: x.dtype }];
    },
    lower: (graph, call) => [graph.reshape(call.tensor("x"), call.outputShape)],
  },
  ExpandDims: {
    outputs: (inputs, { dim }) => {
      const x = input(inputs, "input");
      return [{ shape: withAxis(x.shape, dim as number, 1), dtype: x.dtype }];
    },
    lower: (graph, call) => [graph.reshape(call.tensor("input"), call.outputShape)],
  },
  Transpose: {
    outputs: (inputs, { perm }) => {
      const x = input(inputs, "x");
      return [{ shape: (perm as number[]).map((axis) => x.shape[axis]!), dtype: x.dtype }];
    },
    lower: (graph, call) => [graph.transpose(call.tensor("x"), call.attributes["perm"] as number[])],
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
    lower: (graph, call) => [graph.op("Concat", call.tensors, { axis: call.attributes["axis"] as number })],
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
    lower: (graph, call) => {
      const axis = call.attributes["axis"] as number;
      const expanded = call.tensors.map((x) => graph.op("Unsqueeze", [x, graph.integers([axis])]));
      return [graph.op("Concat", expanded, { axis })];
    },
  },
  Unpack: {
    outputs: (inputs, { axis }) => {
      const value = input(inputs, "value");
      const at = tf.util.parseAxisParam(axis as number, [...value.shape])[0]!;
      const part = { shape: value.shape.filter((_, i) => i !== at), dtype: value.dtype };
      return new Array(value.shape[at]).fill(part);
    },
    lower: (graph, call) => {
      const axis = tf.util.parseAxisParam(call.attributes["axis"] as number, [...call.shape("value")])[0]!;
      const sizes: number[] = new Array(call.node.outputs.length).fill(1);
      const parts = graph.split(call.tensor("value"), sizes, axis);
      return parts.map((part) => graph.op("Squeeze", [part, graph.integers([axis])]));
    },
  },
  Tile: {
    outputs: (inputs, { reps }) => {
      const x = input(inputs, "x");
      return [{ shape: x.shape.map((size, i) => size * (reps as number[])[i]!), dtype: x.dtype }];
    },
    lower: (graph, call) => [
      graph.op("Tile", [call.tensor("x"), graph.integers(call.attributes["reps"] as number[])]),
    ],
  },
  BroadcastTo: {
    outputs: (inputs, { shape }) => [{ shape: shape as number[], dtype: input(inputs, "x").dtype }],
    lower: (graph, call) => [graph.op("Expand", [call.tensor("x"), graph.integers(call.outputShape)])],
  },
};
