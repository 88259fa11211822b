import type { Shape4 } from "../../graph/shape.ts";
import { type GeometryRule, layerRule, stockGeometry } from "../../operations/convolutionGeometry.ts";
import { nchw } from "../convolution/filterLayouts.ts";
import type { BlockedCall, BlockedLowering, BlockedLoweringTable } from "./BlockedLowering.ts";
import { filterGradient, filterGradientPads } from "./filterGradient.ts";
import { backwardFilter, blockedFilter, planarBackwardFilter, planarFilter, turned } from "./filters.ts";
import { inputGradientByParity } from "./inputGradientByParity.ts";
import { blocked, plain } from "./LaidOut.ts";

/** Check whether an image should be read as planes: it is not in blocks and has fewer channels than a block. */
function isPlanar(call: BlockedCall, name: string, channels: number): boolean {
  return channels < call.blocks.size && !call.inBlocks(name);
}

const forward =
  (geometryOf: GeometryRule): BlockedLowering =>
  (graph, call) => {
    const { blocks } = call;
    const [x, filter] = [call.shape("x") as Shape4, call.shape("filter") as Shape4];
    const [kh, kw, c, k] = filter;
    const { pads, strides, dilations } = geometryOf(x, filter, call.attributes);
    const planar = isPlanar(call, "x", c);
    const image = planar ? nchw(graph, call.tensor("x")) : call.blocked("x");
    const weights = (planar ? planarFilter : blockedFilter)(blocks, call.tensor("filter"), filter);
    const { bias, sum } = call.node.inputs;
    const y = blocks.convolve(image, weights, {
      kernel: [kh, kw],
      pads,
      strides,
      dilations,
      bias: bias && blocks.vector(call.tensor("bias"), k),
      sum: sum && call.blocked("sum"),
    });
    return [blocked(y)];
  };

const inputGradient =
  (geometryOf: GeometryRule): BlockedLowering =>
  (graph, call) => {
    const { blocks } = call;
    const [x, filter, dy] = [call.outputShape, call.shape("filter"), call.shape("dy")] as Shape4[] as [
      Shape4,
      Shape4,
      Shape4,
    ];
    const geometry = geometryOf(x, filter, call.attributes);
    const { pads, strides } = geometry;
    const [kh, kw, , k] = filter;
    if (strides[0] !== 1 || strides[1] !== 1) {
      const dx = inputGradientByParity(call, x, dy, filter, geometry);
      return dx === undefined ? undefined : [blocked(dx)];
    }
    const around = [kh - 1 - pads[0], kw - 1 - pads[1], kh - 1 - pads[2], kw - 1 - pads[3]];
    if (around.some((pad) => pad < 0)) return undefined;
    const planar = isPlanar(call, "dy", k);
    const image = planar ? nchw(graph, call.tensor("dy")) : call.blocked("dy");
    const weights = planar ? planarBackwardFilter : backwardFilter;
    const taps = turned(kh, kw);
    const turnedFilter = weights(blocks, call.tensor("filter"), filter, taps);
    return [blocked(blocks.convolve(image, turnedFilter, { kernel: [kh, kw], pads: around }))];
  };

const gradientOfFilter =
  (geometryOf: GeometryRule): BlockedLowering =>
  (_graph, call) => {
    const [x, dy, filter] = [call.shape("x"), call.shape("dy"), call.outputShape] as Shape4[] as [
      Shape4,
      Shape4,
      Shape4,
    ];
    const pads = filterGradientPads(x, dy, filter, geometryOf(x, filter, call.attributes));
    return pads && [plain(filterGradient(call, x, dy, filter, pads))];
  };

/** Convolutions over images in blocks: tfjs's kernels and those of cellgen's layers. */
export const convolution: BlockedLoweringTable = {
  Conv2D: forward(stockGeometry),
  Conv2DBackpropInput: inputGradient(stockGeometry),
  Conv2DBackpropFilter: gradientOfFilter(stockGeometry),
  CellgenConv2d: forward(layerRule),
  CellgenConv2dInputGradient: inputGradient(layerRule),
  CellgenConv2dFilterGradient: gradientOfFilter(layerRule),
};
