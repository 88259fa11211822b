import type { Tensor } from "@cellgen/onnxruntime";
import type { Graph, Value } from "../../graph/graph.ts";
import { sizeOf } from "../../graph/shape.ts";
import { lowerToOnnx } from "../../lowering/lowerToOnnx.ts";
import { OnnxBuilder } from "../../onnx/OnnxBuilder.ts";
import { asWritten, runOnce, type SessionRunner } from "./runOnce.ts";

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
  const feeds = { x: new runtime.Tensor("float32", x, shape) };
  const { y } = await runOnce(runtime, builder.encode(), feeds, asWritten);
  return y!.indexOf(1);
}

/**
 * Whether a convolution and its two gradients come out the same with blocks and without. Both as written: otherwise the runtime itself puts
 * plain convolutions into blocks, and nothing is compared.
 */
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
  const plain = await runOnce(runtime, lowerToOnnx(graph), feeds, asWritten);
  const blocked = await runOnce(runtime, lowerToOnnx(graph, { blockSize }), feeds, asWritten);
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
