import * as tf from "@tensorflow/tfjs-core";
import type { GraphDataType } from "../graph/graph.ts";
import {
  anything,
  bools,
  broadcast,
  floats,
  input,
  like,
  numbers,
  type Operation,
  type Operations,
} from "./Operation.ts";

/** Create an operation whose inputs broadcast. @param result - Type of the result. @default the type of `a` */
const broadcasting = (types: readonly GraphDataType[], result?: GraphDataType): Operation => ({
  types,
  outputs: (inputs) => {
    const [a, b] = [input(inputs, "a"), input(inputs, "b")];
    return [{ shape: broadcast(a.shape, b.shape), dtype: result ?? a.dtype }];
  },
});

/** Elementwise kernels with two or more tensors. Shapes broadcast as in NumPy, in both tfjs and ONNX. */
export const binary: Operations = {
  Add: broadcasting(numbers),
  Sub: broadcasting(numbers),
  Multiply: broadcasting(numbers),
  RealDiv: broadcasting(numbers),
  Maximum: broadcasting(numbers),
  Minimum: broadcasting(numbers),
  Pow: broadcasting(numbers),
  FloorDiv: broadcasting(numbers),
  Mod: broadcasting(numbers),
  SquaredDifference: broadcasting(numbers),
  Equal: broadcasting(anything, "bool"),
  NotEqual: broadcasting(anything, "bool"),
  Greater: broadcasting(numbers, "bool"),
  GreaterEqual: broadcasting(numbers, "bool"),
  Less: broadcasting(numbers, "bool"),
  LessEqual: broadcasting(numbers, "bool"),
  LogicalAnd: broadcasting(bools, "bool"),
  LogicalOr: broadcasting(bools, "bool"),
  AddN: { types: numbers, outputs: like("0") },
  EluGrad: { types: floats, outputs: like("dy") },
  Select: {
    types: anything,
    outputs: (inputs) => {
      const [t, e] = [input(inputs, "t"), input(inputs, "e")];
      const dtype = tf.upcastType(t.dtype as tf.DataType, e.dtype as tf.DataType) as GraphDataType;
      return [{ shape: t.shape, dtype }];
    },
  },
};
