import type { Shape4 } from "../../graph/shape.ts";
import type { OnnxBuilder, TensorName } from "../../onnx/OnnxBuilder.ts";
import type { BlockedLoweringTable } from "./BlockedLowering.ts";
import { ofPlanes, planesOf } from "./filterGradient.ts";
import { backwardFilter, blockedFilter, turned } from "./filters.ts";
import { deinterleave, interleave, type Quarters, quartersOf } from "./interleave.ts";
import { blocked, plain } from "./LaidOut.ts";

const parities = [0, 1] as const;

/**
 * On an upsampled image, a 3x3 filter covers four source pixels. This table maps its positions to the two source rows (or columns), for even
 * and odd rows of the result.
 */
const seen = [
  [
    [1, 0, 0],
    [0, 1, 1],
  ],
  [
    [1, 1, 0],
    [0, 0, 1],
  ],
] as const;

/** Build the matrix [16, 9] that sums a filter's nine positions to the four of each of four filters, one per parity of row and column. */
function foldingMatrix(graph: OnnxBuilder): TensorName {
  const rows: number[] = [];
  for (const a of parities)
    for (const b of parities)
      for (const u of parities)
        for (const v of parities)
          for (let i = 0; i < 3; i++)
            for (let j = 0; j < 3; j++) rows.push(seen[a][u]![i]! * seen[b][v]![j]!);
  return graph.constant("foldings of 3x3", "float32", [16, 9], Float32Array.from(rows));
}

/** Compute the four 2x2 filters, [2, 2, in, out] each. */
function foldedFilters(graph: OnnxBuilder, filter: TensorName, [, , c, k]: Shape4): Quarters {
  const all = graph.op("MatMul", [foldingMatrix(graph), graph.reshape(filter, [9, c * k])]);
  const filters = graph
    .ops("Split", [all, graph.integers([4, 4, 4, 4])], 4, { axis: 0 })
    .map((one) => graph.reshape(one, [2, 2, c, k]));
  return [
    [filters[0]!, filters[1]!],
    [filters[2]!, filters[3]!],
  ];
}

/** Return the zero padding of the source image for results of these parities. */
const padsOf = (a: number, b: number) => [1 - a, 1 - b, a, b] as const;

/**
 * 3x3 convolution over an image upsampled by 2, `conv2d(upsample2x(x))`, as four 2x2 convolutions over the source image, with four ninths of
 * the products, and its gradients.
 */
export const upsampleConvolution: BlockedLoweringTable = {
  CellgenUpsampleConv2d: (graph, call) => {
    const { blocks } = call;
    const [x, filter] = [call.shape("x") as Shape4, call.shape("filter") as Shape4];
    const [n, h, w] = x;
    const k = filter[3];
    const filters = foldedFilters(graph, call.tensor("filter"), filter);
    const image = call.blocked("x");
    const bias = blocks.vector(call.tensor("bias"), k);
    const quarters = quartersOf((a, b) =>
      blocks.convolve(image, blockedFilter(blocks, filters[a][b], [2, 2, filter[2], k]), {
        kernel: [2, 2],
        pads: padsOf(a, b),
        bias,
      }),
    );
    return [blocked(interleave(blocks, quarters, [n, h, w, k]))];
  },

  CellgenUpsampleConv2dInputGradient: (graph, call) => {
    const { blocks } = call;
    const [n, h, w] = call.outputShape as Shape4;
    const filter = call.shape("filter") as Shape4;
    const filters = foldedFilters(graph, call.tensor("filter"), filter);
    const dy = deinterleave(blocks, call.blocked("dy"), [n, h, w, filter[3]]);
    let sum: TensorName | undefined;
    quartersOf((a, b) => {
      const weights = backwardFilter(blocks, filters[a][b], [2, 2, filter[2], filter[3]], turned(2, 2));
      sum = blocks.convolve(dy[a][b], weights, { kernel: [2, 2], pads: padsOf(1 - a, 1 - b), sum });
      return sum;
    });
    return [blocked(sum!)];
  },

  CellgenUpsampleConv2dFilterGradient: (graph, call) => {
    const { blocks } = call;
    const x = call.shape("x") as Shape4;
    const filter = call.outputShape as Shape4;
    const [n, h, w] = x;
    const [, , c, k] = filter;
    const dy = deinterleave(blocks, call.blocked("dy"), [n, h, w, k]);
    const folded = quartersOf((a, b) => {
      const pads = padsOf(a, b);
      const planes = planesOf(call, "x", x, pads);
      const gradient = ofPlanes(blocks, planes, x, dy[a][b], [n, h, w, k], [2, 2, c, k], {
        pads,
        strides: [1, 1],
      });
      return graph.reshape(gradient, [4, c * k]);
    });
    const all = graph.op("Concat", folded.flat(), { axis: 0 });
    const unfolded = graph.op("Gemm", [foldingMatrix(graph), all], { transA: 1 });
    return [plain(graph.reshape(unfolded, filter))];
  },
};
