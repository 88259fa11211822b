import type { Shape4 } from "../../graph/shape.ts";
import type { OnnxBuilder, TensorName } from "../../onnx/OnnxBuilder.ts";
import type { ConvolutionGeometry } from "../../operations/convolutionGeometry.ts";
import { isPointwise } from "./filterLayouts.ts";

export interface FilterGradientShapes {
  readonly x: Shape4;
  readonly dy: Shape4;
  readonly filter: Shape4;
}

/** Compute the gradient of a convolution with respect to its filter. */
export function filterGradient(
  graph: OnnxBuilder,
  x: TensorName,
  dy: TensorName,
  shapes: FilterGradientShapes,
  geometry: ConvolutionGeometry,
): TensorName {
  if (isPointwise(shapes.filter, geometry)) {
    const [n, h, w, c] = shapes.x;
    const k = shapes.filter[3];
    const rows = n * h * w;
    const operands = [graph.reshape(x, [rows, c]), graph.reshape(dy, [rows, k])];
    return graph.reshape(graph.op("Gemm", operands, { transA: 1 }), [1, 1, c, k]);
  }
  return byPlaces(graph, x, dy, shapes, geometry);
}

/** Compute the gradient per filter position: the shifted image times `dy`. */
function byPlaces(
  graph: OnnxBuilder,
  x: TensorName,
  dy: TensorName,
  shapes: FilterGradientShapes,
  { pads, strides }: ConvolutionGeometry,
): TensorName {
  const [n, h, w, c] = shapes.x;
  const [, outHeight, outWidth, k] = shapes.dy;
  const [kh, kw] = shapes.filter;
  const rows = n * outHeight * outWidth;
  const dyRows = graph.reshape(dy, [rows, k]);
  const padded = graph.op("Pad", [x, graph.integers([0, pads[0], pads[1], 0, 0, pads[2], pads[3], 0])]);
  const [height, width] = [h + pads[0] + pads[2] - kh + 1, w + pads[1] + pads[3] - kw + 1];
  const places: TensorName[] = [];
  for (let i = 0; i < kh; i++) {
    for (let j = 0; j < kw; j++) {
      const bounds = [
        graph.integers([i, j]),
        graph.integers([i + height, j + width]),
        graph.integers([1, 2]),
        graph.integers(strides),
      ];
      const image = graph.reshape(graph.op("Slice", [padded, ...bounds]), [rows, c]);
      places.push(graph.op("Gemm", [image, dyRows], { transA: 1 }));
    }
  }
  return graph.reshape(graph.op("Concat", places, { axis: 0 }), [kh, kw, c, k]);
}
