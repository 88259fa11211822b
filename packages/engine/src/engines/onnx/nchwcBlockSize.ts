import type { Tensor } from "@cellgen/onnxruntime";
import type { Graph, Value } from "../../graph/graph.ts";
import { sizeOf } from "../../graph/shape.ts";
import { lowerToOnnx } from "../../lowering/lowerToOnnx.ts";
import { OnnxBuilder } from "../../onnx/OnnxBuilder.ts";
import { asWritten, runOnce, type SessionRunner } from "./runOnce.ts";

/**
 * Determine the number of channels per block in ONNX Runtime's internal image layout on this processor (16 with AVX-512, 8 with AVX2), or
 * undefined if convolutions and their gradients do not work with it. Both are tested, because the layout is not standardized.
 */
export async function nchwcBlockSize(runtime: SessionRunner): Promise<number | undefined> {
  try {
    const blockSize = await measured(runtime);
    if (blockSize <= 4) return undefined;
    // Test complete blocks, and a channel count that no block size divides.
    for (const channels of [2 * blockSize, blockSize + 4]) {
      if (!(await convolutionAgrees(runtime, blockSize, channels))) return undefined;
    }
    return blockSize;
  } catch {
    return undefined;
  }
}

/**
 * Measure the block size: in blocks, the channels of a pixel precede the next pixel. The position of value 1, the first of the second pixel, is the block size.
 */
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
 * Check that a convolution and its two gradients agree with and without blocks. Graph optimization is disabled, because the runtime would
 * otherwise convert the plain convolutions to blocks too.
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

/** Build a convolution that keeps the number of channels, and its gradients with respect to images and filter. */
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
