import * as onnxruntime from "@cellgen/onnxruntime";
import { OnnxBuilder, type TensorName } from "../src/onnx/OnnxBuilder.ts";

/** An array of float32 and its shape. */
export interface Given {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What ONNX Runtime computes of nodes that are written for the inputs, one output with its shape for each name. */
export async function runModel(
  inputs: Readonly<Record<string, Given>>,
  write: (graph: OnnxBuilder) => Readonly<Record<string, { tensor: TensorName; shape: readonly number[] }>>,
): Promise<Record<string, Float32Array>> {
  const builder = new OnnxBuilder(new Set(Object.keys(inputs)));
  for (const [name, { shape }] of Object.entries(inputs)) builder.input(name, "float32", shape);
  for (const [name, { tensor, shape }] of Object.entries(write(builder)))
    builder.output(name, tensor, "float32", shape);
  const session = await onnxruntime.InferenceSession.create(builder.encode(), {
    graphOptimizationLevel: "disabled",
  });
  const feeds = Object.entries(inputs).map(([name, { data, shape }]) => [
    name,
    new onnxruntime.Tensor("float32", data, shape),
  ]);
  const results = await session.run(Object.fromEntries(feeds));
  await session.release();
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));
}
