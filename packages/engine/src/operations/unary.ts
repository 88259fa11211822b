import type { GraphDataType } from "../graph/graph.ts";
import { anything, bools, floats, like, numbers, type Operation, type Operations } from "./Operation.ts";

const elementwise = (types: readonly GraphDataType[]): Operation => ({ types, outputs: like("x") });

/** Elementwise kernels with one tensor. */
export const unary: Operations = {
  Abs: elementwise(numbers),
  Ceil: elementwise(floats),
  Cos: elementwise(floats),
  Elu: elementwise(floats),
  Erf: elementwise(floats),
  Exp: elementwise(floats),
  Floor: elementwise(floats),
  Log: elementwise(floats),
  Neg: elementwise(numbers),
  Reciprocal: elementwise(floats),
  Relu: elementwise(floats),
  Round: elementwise(floats),
  Sigmoid: elementwise(floats),
  Sign: elementwise(numbers),
  Sin: elementwise(floats),
  Softplus: elementwise(floats),
  Sqrt: elementwise(floats),
  Tanh: elementwise(floats),
  LogicalNot: elementwise(bools),
  Identity: elementwise(anything),
  Log1p: elementwise(floats),
  Relu6: elementwise(floats),
  Rsqrt: elementwise(floats),
  Square: elementwise(numbers),
  LeakyRelu: elementwise(floats),
  ClipByValue: elementwise(numbers),
  Step: elementwise(floats),
  Cast: {
    types: anything,
    outputs: ({ x }, { dtype }) => [{ shape: x!.shape, dtype: dtype as GraphDataType }],
  },
  ZerosLike: elementwise(anything),
  OnesLike: elementwise(anything),
  Fill: {
    outputs: (_, { shape, dtype }) => [
      { shape: shape as number[], dtype: (dtype ?? "float32") as GraphDataType },
    ],
  },
};
