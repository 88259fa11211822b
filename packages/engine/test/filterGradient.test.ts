import "@tensorflow/tfjs-backend-cpu";
import { conv2d } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import onnxProto from "onnx-proto";
import { expect, it } from "vitest";
import { type TensorSpec, traceToOnnx } from "../src/index.ts";
import { lowerToOnnx } from "../src/lowering/lowerToOnnx.ts";
import { traceOptimized } from "../src/traceToOnnx.ts";

const float = (...shape: number[]): TensorSpec => ({ shape, dtype: "float32" });

/** The gradient of a filter with so many output channels. */
const ofFilter = (k: number, strides: 1 | 2) => {
  const signature = { x: float(5, 32, 32, 3), filter: float(3, 3, 3, k), bias: float(k) };
  const fn = ({ x, filter, bias }: Readonly<Record<string, tf.Tensor>>) => {
    const y = (w: tf.Tensor) =>
      conv2d(x as tf.Tensor4D, w as tf.Tensor4D, bias as tf.Tensor1D, { strides, pads: [1, 1, 1, 1] });
    return { dfilter: tf.grad((w) => tf.sum(tf.square(y(w))))(filter!) };
  };
  return [fn, signature] as const;
};

const blockedConvolutions = (model: Uint8Array): number =>
  onnxProto.onnx.ModelProto.decode(model).graph!.node!.filter(
    ({ opType, domain }) => opType === "Conv" && domain === "com.microsoft.nchwc",
  ).length;

it("takes a convolution in blocks for four samples at a time, where there are whole blocks and the stride is 1", () => {
  const lowered = (k: number, strides: 1 | 2) =>
    blockedConvolutions(lowerToOnnx(traceOptimized(...ofFilter(k, strides)), { blockSize: 16 }));
  expect(lowered(32, 1)).toBe(2);
  expect(lowered(24, 1)).toBe(0);
  expect(lowered(32, 2)).toBe(0);
});

it("keeps files to operators that others have", () => {
  const model = traceToOnnx(...ofFilter(32, 1));
  expect(blockedConvolutions(model)).toBe(0);
  const { opsetImport } = onnxProto.onnx.ModelProto.decode(model);
  expect(opsetImport.map(({ domain }) => domain)).not.toContain("com.microsoft.nchwc");
});
