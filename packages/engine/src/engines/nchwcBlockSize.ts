import type { InferenceSession, Tensor } from "onnxruntime-node";
import { lowerToOnnx } from "../lowering/lowerToOnnx.ts";
import { OnnxBuilder } from "../onnx/OnnxBuilder.ts";
import type { Graph, Value } from "../trace/graph.ts";

/** What is needed of ONNX Runtime here. */
export interface SessionRunner {
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: new (type: "float32", data: Float32Array, shape: readonly number[]) => Tensor;
}

/**
 * Channels of a block in ONNX Runtime's internal image layout on this processor (16 with AVX-512, 8 with AVX2), or undefined if
 * gradients of filters cannot be computed with it. Both are found out by trying: the layout is in no standard.
 */
export async function nchwcBlockSize(runtime: SessionRunner): Promise<number | undefined> {
  try {
    const blockSize = await measured(runtime);
    return blockSize > 4 && (await gradientAgrees(runtime, blockSize)) ? blockSize : undefined;
  } catch {
    return undefined;
  }
}

/** In blocks the channels of a pixel come before the next pixel: the value 1, the second pixel's first, is where a block ends. */
async function measured(runtime: SessionRunner): Promise<number> {
  const builder = new OnnxBuilder(new Set(["x", "y"]));
  const shape = [1, 64, 1, 2];
  builder.input("x", "float32", shape);
  builder.output("y", builder.op("ReorderInput", ["x"], {}, "com.microsoft.nchwc"), "float32", shape);
  const x = Float32Array.from({ length: 128 }, (_, i) => i);
  return (await run(runtime, builder.encode(), { x: [x, shape] })).indexOf(1);
}

/** Whether a filter's gradient comes out the same with blocks and without. */
async function gradientAgrees(runtime: SessionRunner, blockSize: number): Promise<boolean> {
  const shapes = { x: [5, 3, 4, 2], dy: [5, 3, 4, 2 * blockSize], dfilter: [3, 3, 2, 2 * blockSize] };
  const value = (id: number, shape: readonly number[]): Value => ({ id, shape, dtype: "float32" });
  const inputs = { x: value(0, shapes.x), dy: value(1, shapes.dy) };
  const dfilter = value(2, shapes.dfilter);
  const attributes = { strides: 1, pads: [1, 1, 1, 1], filterShape: shapes.dfilter };
  const node = { kernel: "CellgenConv2dFilterGradient", inputs, attributes, outputs: [dfilter] };
  const graph: Graph = { inputs, constants: new Map(), nodes: [node], outputs: { dfilter } };
  const given = {
    x: [Float32Array.from({ length: 120 }, (_, i) => Math.sin(i)), shapes.x],
    dy: [Float32Array.from({ length: 120 * blockSize }, (_, i) => Math.cos(3 * i)), shapes.dy],
  } as const;
  const plain = await run(runtime, lowerToOnnx(graph), given);
  const blocked = await run(runtime, lowerToOnnx(graph, { blockSize }), given);
  return blocked.every((gradient, i) => Math.abs(gradient - plain[i]!) < 1e-4);
}

/** The only output of a model. */
async function run(
  { InferenceSession: sessions, Tensor: Feed }: SessionRunner,
  model: Uint8Array,
  inputs: Readonly<Record<string, readonly [data: Float32Array, shape: readonly number[]]>>,
): Promise<Float32Array> {
  // Fatal messages alone: that an operator is not there is an answer.
  const session = await sessions.create(model, { logSeverityLevel: 4, intraOpNumThreads: 1 });
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, [data, shape]]) => [name, new Feed("float32", data, shape)]),
  );
  const results = await session.run(feeds);
  await session.release();
  return results[session.outputNames[0]!]!.data as Float32Array;
}
