import type { Shape4 } from "../../graph/shape.ts";
import type { TensorName } from "../../onnx/OnnxBuilder.ts";
import type { BlockBuilder } from "./BlockBuilder.ts";

/** Four images, one for each parity of row and column, as [row][column]. */
export type Quarters = readonly [readonly [TensorName, TensorName], readonly [TensorName, TensorName]];

/** Create a quarter for each parity of row and column. */
export function quartersOf(one: (row: 0 | 1, column: 0 | 1) => TensorName): Quarters {
  return [
    [one(0, 0), one(0, 1)],
    [one(1, 0), one(1, 1)],
  ];
}

/** Interleave four images, [n, h, w, c], one per parity of rows and columns, to an image [n, 2h, 2w, c], all in blocks. */
export function interleave(blocks: BlockBuilder, quarters: Quarters, [n, h, w, c]: Shape4): TensorName {
  const { graph, size } = blocks;
  const channels = blocks.filled(c);
  const runs = (n * channels) / size;
  const rows = quarters.map((pair) => {
    const columns = pair.map((quarter) => graph.reshape(quarter, [runs * h * w, 1, size]));
    return graph.reshape(graph.op("Concat", columns, { axis: 1 }), [runs * h, 1, 2 * w * size]);
  });
  return graph.reshape(graph.op("Concat", rows, { axis: 1 }), [n, channels, 2 * h, 2 * w]);
}

/** Split an image [n, 2h, 2w, c] by the parity of rows and columns into four: the inverse of {@link interleave}. */
export function deinterleave(blocks: BlockBuilder, x: TensorName, [n, h, w, c]: Shape4): Quarters {
  const { graph, size } = blocks;
  const channels = blocks.filled(c);
  const runs = (n * channels) / size;
  const halves = (from: TensorName) => graph.ops("Split", [from, graph.integers([1, 1])], 2, { axis: 1 });
  const [even, odd] = halves(graph.reshape(x, [runs * h, 2, 2 * w * size])).map((row) => {
    const columns = halves(graph.reshape(row, [runs * h * w, 2, size]));
    return columns.map((quarter) => graph.reshape(quarter, [n, channels, h, w])) as [TensorName, TensorName];
  });
  return [even!, odd!];
}
