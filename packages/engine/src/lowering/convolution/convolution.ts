import type { Shape4 } from "../../graph/shape.ts";
import type { OnnxBuilder, TensorName } from "../../onnx/OnnxBuilder.ts";
import {
  type ConvolutionGeometry,
  type GeometryRule,
  layerGeometry,
  layerRule,
  stockGeometry,
} from "../../operations/convolutionGeometry.ts";
import { type Lowering, type LoweringTable, refuseInput } from "../Lowering.ts";
import { filterGradient } from "./filterGradient.ts";
import { flippedIohw, isPointwise, nchw, oihw } from "./filterLayouts.ts";

const nhwc = (graph: OnnxBuilder, x: TensorName) => graph.transpose(x, [0, 2, 3, 1]);

function forward(
  graph: OnnxBuilder,
  x: TensorName,
  filter: TensorName,
  bias: TensorName | undefined,
  shapes: { readonly x: Shape4; readonly filter: Shape4 },
  geometry: ConvolutionGeometry,
): TensorName {
  const [n, h, w, c] = shapes.x;
  const [kh, kw, , k] = shapes.filter;
  if (isPointwise(shapes.filter, geometry)) {
    const operands = [
      graph.reshape(x, [n * h * w, c]),
      graph.reshape(filter, [c, k]),
      ...(bias ? [bias] : []),
    ];
    return graph.reshape(graph.op("Gemm", operands), [n, h, w, k]);
  }
  const operands = [nchw(graph, x), oihw(graph, filter, shapes.filter), ...(bias ? [bias] : [])];
  const { pads, strides, dilations } = geometry;
  return nhwc(graph, graph.op("Conv", operands, { kernel_shape: [kh, kw], pads, strides, dilations }));
}

/** Compute the gradient with respect to the image: a convolution of `dy` with the filter rotated by 180°. */
function inputGradient(
  graph: OnnxBuilder,
  dy: TensorName,
  filter: TensorName,
  shapes: { readonly dy: Shape4; readonly filter: Shape4; readonly x: Shape4 },
  geometry: ConvolutionGeometry,
): TensorName {
  const [n, outHeight, outWidth, k] = shapes.dy;
  const [kh, kw, c] = shapes.filter;
  const [, h, w] = shapes.x;
  const { pads, strides } = geometry;
  if (isPointwise(shapes.filter, geometry)) {
    const operands = [graph.reshape(dy, [n * h * w, k]), graph.reshape(filter, [c, k])];
    return graph.reshape(graph.op("Gemm", operands, { transB: 1 }), [n, h, w, c]);
  }
  if (strides[0] === 1 && strides[1] === 1) {
    const around = [kh - 1 - pads[0], kw - 1 - pads[1], kh - 1 - pads[2], kw - 1 - pads[3]];
    const operands = [
      nchw(graph, cropped(graph, dy, shapes.dy, around)),
      flippedIohw(graph, filter, shapes.filter),
    ];
    const attributes = { kernel_shape: [kh, kw], pads: around.map((pad) => Math.max(pad, 0)) };
    return nhwc(graph, graph.op("Conv", operands, attributes));
  }
  // Rows and columns beyond the last stride get no gradient.
  const unreached = [
    h - ((outHeight - 1) * strides[0] + kh - pads[0] - pads[2]),
    w - ((outWidth - 1) * strides[1] + kw - pads[1] - pads[3]),
  ];
  const operands = [nchw(graph, dy), oihw(graph, filter, shapes.filter)];
  const attributes = { kernel_shape: [kh, kw], pads, strides, output_padding: unreached };
  return nhwc(graph, graph.op("ConvTranspose", operands, attributes));
}

/** Remove rows and columns in pads wider than the filter, which are the negative ones of [top, left, bottom, right]. */
function cropped(
  graph: OnnxBuilder,
  dy: TensorName,
  [, height, width]: Shape4,
  around: readonly number[],
): TensorName {
  if (around.every((pad) => pad >= 0)) return dy;
  const [top, left, bottom, right] = around.map((pad) => Math.max(-pad, 0)) as [
    number,
    number,
    number,
    number,
  ];
  const bounds = [graph.integers([top, left]), graph.integers([height - bottom, width - right])];
  return graph.op("Slice", [dy, ...bounds, graph.integers([1, 2])]);
}

const inputGradientBy =
  (geometry: GeometryRule): Lowering =>
  (graph, call) => {
    const shapes = {
      dy: call.shape("dy") as Shape4,
      filter: call.shape("filter") as Shape4,
      x: call.outputShape as Shape4,
    };
    const placed = geometry(shapes.x, shapes.filter, call.attributes);
    return [inputGradient(graph, call.tensor("dy"), call.tensor("filter"), shapes, placed)];
  };

const filterGradientBy =
  (geometry: GeometryRule): Lowering =>
  (graph, call) => {
    const shapes = {
      x: call.shape("x") as Shape4,
      dy: call.shape("dy") as Shape4,
      filter: call.outputShape as Shape4,
    };
    const placed = geometry(shapes.x, shapes.filter, call.attributes);
    return [filterGradient(graph, call.tensor("x"), call.tensor("dy"), shapes, placed)];
  };

/** Convolutions over NHWC images with HWIO filters: tfjs's kernels and those of cellgen's layers. */
export const convolution: LoweringTable = {
  Conv2D: (graph, call) => {
    const shapes = { x: call.shape("x") as Shape4, filter: call.shape("filter") as Shape4 };
    const geometry = stockGeometry(shapes.x, shapes.filter, call.attributes);
    return [forward(graph, call.tensor("x"), call.tensor("filter"), undefined, shapes, geometry)];
  },
  Conv2DBackpropInput: inputGradientBy(stockGeometry),
  Conv2DBackpropFilter: filterGradientBy(stockGeometry),
  CellgenConv2d: (graph, call) => {
    refuseInput(call, "sum");
    const shapes = { x: call.shape("x") as Shape4, filter: call.shape("filter") as Shape4 };
    const operands = [call.tensor("x"), call.tensor("filter"), call.tensor("bias")] as const;
    return [forward(graph, ...operands, shapes, layerGeometry(call.attributes))];
  },
  CellgenConv2dInputGradient: inputGradientBy(layerRule),
  CellgenConv2dFilterGradient: filterGradientBy(layerRule),
};
