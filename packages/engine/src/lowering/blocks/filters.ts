import type { Shape4 } from "../../graph/shape.ts";
import type { TensorName } from "../../onnx/OnnxBuilder.ts";
import type { BlockBuilder } from "./BlockBuilder.ts";

/**
 * Convert a filter, [height, width, in, out], to the layout of a blocked convolution: [out / B, in / B, places, B in, B out], called
 * [out, in, height, width].
 */
export function blockedFilter(blocks: BlockBuilder, filter: TensorName, shape: Shape4): TensorName {
  const { graph, size } = blocks;
  const [kh, kw, c, k] = shape;
  const [inputs, outputs] = [blocks.filled(c), blocks.filled(k)];
  const whole = withWholeBlocks(blocks, filter, shape);
  const apart = graph.reshape(whole, [kh * kw, inputs / size, size, outputs / size, size]);
  return graph.reshape(graph.transpose(apart, [3, 1, 0, 2, 4]), [outputs, inputs, kh, kw]);
}

/** Convert a filter for an image in planes with fewer channels than a block: [out / B, in, places, B out]. */
export function planarFilter(blocks: BlockBuilder, filter: TensorName, [kh, kw, c, k]: Shape4): TensorName {
  const { graph, size } = blocks;
  const outputs = blocks.filled(k);
  const whole = blocks.filledUp(filter, 4, [[3, k]]);
  const apart = graph.reshape(whole, [kh * kw, c, outputs / size, size]);
  return graph.reshape(graph.transpose(apart, [2, 1, 0, 3]), [outputs, c, kh, kw]);
}

/** Positions of a filter, in the order in which a convolution visits them. */
export interface Taps {
  readonly kernel: readonly [number, number];
  readonly places: readonly number[];
}

/** All positions of a filter in reverse order, for the gradient of an image. */
export function turned(kh: number, kw: number): Taps {
  return { kernel: [kh, kw], places: Array.from({ length: kh * kw }, (_, i) => kh * kw - 1 - i) };
}

/**
 * Convert positions of a filter, [height, width, in, out], for a convolution from its outputs to its inputs:
 * [in / B, out / B, places, B out, B in], called [in, out, height, width].
 */
export function backwardFilter(
  blocks: BlockBuilder,
  filter: TensorName,
  shape: Shape4,
  { kernel, places }: Taps,
): TensorName {
  const { graph, size } = blocks;
  const [kh, kw, c, k] = shape;
  const [inputs, outputs] = [blocks.filled(c), blocks.filled(k)];
  const [inBlocks, outBlocks] = [inputs / size, outputs / size];
  // [place, in / B, out / B, B out, B in]; then reorder complete squares of B x B values.
  const squares = blocks.transposedRows(withWholeBlocks(blocks, filter, shape), [kh * kw, inputs, outputs]);
  const order: number[] = [];
  for (let i = 0; i < inBlocks; i++)
    for (let j = 0; j < outBlocks; j++)
      for (const place of places) order.push((place * inBlocks + i) * outBlocks + j);
  const rows = graph.reshape(squares, [kh * kw * inBlocks * outBlocks, size * size]);
  return graph.reshape(graph.op("Gather", [rows, graph.integers(order)], { axis: 0 }), [
    inputs,
    outputs,
    ...kernel,
  ]);
}

/** Convert a filter like {@link backwardFilter} for gradients in planes, with fewer channels than a block: [in / B, out, places, B in]. */
export function planarBackwardFilter(
  blocks: BlockBuilder,
  filter: TensorName,
  [kh, kw, c, k]: Shape4,
  { kernel, places }: Taps,
): TensorName {
  const { graph, size } = blocks;
  const inputs = blocks.filled(c);
  const whole = graph.reshape(blocks.filledUp(filter, 4, [[2, c]]), [kh * kw, inputs / size, size, k]);
  const picked = graph.op("Gather", [whole, graph.integers(places)], { axis: 0 });
  return graph.reshape(graph.transpose(picked, [1, 3, 0, 2]), [inputs, k, ...kernel]);
}

function withWholeBlocks(blocks: BlockBuilder, filter: TensorName, [, , c, k]: Shape4): TensorName {
  return blocks.filledUp(filter, 4, [
    [2, c],
    [3, k],
  ]);
}
