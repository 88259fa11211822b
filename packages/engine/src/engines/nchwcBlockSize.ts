import type { InferenceSession, Tensor } from "onnxruntime-node";
import { lowerToOnnx } from "../lowering/lowerToOnnx.ts";
import { OnnxBuilder } from "../onnx/OnnxBuilder.ts";
import { sizeOf } from "../signature.ts";
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
 * convolutions and their gradients cannot be computed with it. Both are found out by trying: the layout is in no standard.
 */
export async function nchwcBlockSize(runtime: SessionRunner): Promise<number | undefined> {
  try {
    const blockSize = await measured(runtime);
    if (blockSize <= 4) return undefined;
    // Whole blocks, and channels that no block divides.
    for (const channels of [2 * blockSize, blockSize + 4]) {
      if (!(await convolutionAgrees(runtime, blockSize, channels))) return undefined;
    }
    return blockSize;
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
  const { y } = await run(runtime, builder.encode(), { x: new runtime.Tensor("float32", x, shape) });
  return y!.indexOf(1);
}

/** Whether a convolution and its two gradients come out the same with blocks and without. */
async function convolutionAgrees(
  runtime: SessionRunner,
  blockSize: number,
  channels: number,
): Promise<boolean> {
  const graph = convolution(channels);
  const feeds: Record<string, Tensor> = {};
  for (const [name, { id, shape }] of Object.entries(graph.inputs)) {
    const values = Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin((2 * id + 1) * i));
    feeds[name] = new runtime.Tensor("float32", values, shape);
  }
  const plain = await run(runtime, lowerToOnnx(graph), feeds);
  const blocked = await run(runtime, lowerToOnnx(graph, { blockSize }), feeds);
  return Object.keys(graph.outputs).every((name) =>
    blocked[name]!.every((value, i) => Math.abs(value - plain[name]![i]!) < 1e-4),
  );
}

/** A convolution that keeps the number of channels, and its gradients with respect to the images and to the filter. */
function convolution(channels: number): Graph {
  const images = [2, 5, 4, channels];
  const filterShape = [3, 3, channels, channels];
  const values = [images, filterShape, [channels], images, images, images, filterShape].map(
    (shape, id): Value => ({ id, shape, dtype: "float32" }),
  );
  const [x, filter, bias, dy, y, dx, dfilter] = values as [Value, Value, Value, Value, Value, Value, Value];
  const attributes = { strides: 1, pads: [1, 1, 1, 1] };
  const nodes = [
    { kernel: "CellgenConv2d", inputs: { x, filter, bias }, attributes, outputs: [y] },
    {
      kernel: "CellgenConv2dInputGradient",
      inputs: { dy, filter },
      attributes: { ...attributes, inputShape: images },
      outputs: [dx],
    },
    {
      kernel: "CellgenConv2dFilterGradient",
      inputs: { x, dy },
      attributes: { ...attributes, filterShape },
      outputs: [dfilter],
    },
  ];
  return { inputs: { x, filter, bias, dy }, constants: new Map(), nodes, outputs: { y, dx, dfilter } };
}

/** The outputs of a model by name. */
async function run(
  runtime: SessionRunner,
  model: Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Float32Array>> {
  const session = await runtime.InferenceSession.create(model, {
    // Otherwise the runtime itself puts plain convolutions into blocks, and nothing is compared.
    graphOptimizationLevel: "disabled",
    // Fatal messages alone: that an operator is not there is an answer.
    logSeverityLevel: 4,
    intraOpNumThreads: 1,
  });
  const results = await session.run(feeds);
  await session.release();
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));
}
