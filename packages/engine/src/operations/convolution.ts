import type { Shape4 } from "../graph/shape.ts";
import { type GeometryRule, layerGeometry, layerRule, stockGeometry } from "./convolutionGeometry.ts";
import { floatOutput, input, type Operation, type Operations } from "./Operation.ts";

const inputGradientBy = (geometry: GeometryRule): Operation => ({
  outputs: (inputs, attributes) => {
    const shape = attributes["inputShape"] as number[];
    geometry(shape, input(inputs, "filter").shape, attributes);
    return floatOutput(shape);
  },
});

const filterGradientBy = (geometry: GeometryRule): Operation => ({
  outputs: (inputs, attributes) => {
    const shape = attributes["filterShape"] as number[];
    geometry(input(inputs, "x").shape, shape, attributes);
    return floatOutput(shape);
  },
});

/** Convolutions over NHWC images with HWIO filters: tfjs's kernels and those of cellgen's layers. */
export const convolution: Operations = {
  Conv2D: {
    outputs: (inputs, attributes) =>
      floatOutput(
        stockGeometry(input(inputs, "x").shape, input(inputs, "filter").shape, attributes).outShape,
      ),
  },
  Conv2DBackpropInput: inputGradientBy(stockGeometry),
  Conv2DBackpropFilter: filterGradientBy(stockGeometry),
  CellgenConv2d: {
    outputs: (inputs, attributes) => {
      const [n, h, w] = input(inputs, "x").shape as Shape4;
      const [kh, kw, , k] = input(inputs, "filter").shape as Shape4;
      const { pads, strides } = layerGeometry(attributes);
      const outHeight = Math.floor((h + pads[0] + pads[2] - kh) / strides[0]) + 1;
      const outWidth = Math.floor((w + pads[1] + pads[3] - kw) / strides[1]) + 1;
      return floatOutput([n, outHeight, outWidth, k]);
    },
  },
  CellgenConv2dInputGradient: inputGradientBy(layerRule),
  CellgenConv2dFilterGradient: filterGradientBy(layerRule),
};
