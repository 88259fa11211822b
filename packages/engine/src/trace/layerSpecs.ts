import { layerGeometry, stockGeometry } from "./convolutionGeometry.ts";
import { type Attributes, input, type OutputRule, type OutputRules, type OutputSpec } from "./outputRule.ts";

type Shape4 = readonly [number, number, number, number];

const float = (shape: readonly number[]): OutputSpec => ({ shape, dtype: "float32" });

const shapeIn =
  (attribute: string): OutputRule =>
  (_, attributes: Attributes) => [float(attributes[attribute] as number[])];

/** Convolutions and resizing: tfjs's own kernels, and the layers of `@cellgen/nn`. */
export const layerSpecs: OutputRules = {
  Conv2D: (inputs, attributes) => {
    const [x, filter] = [input(inputs, "x"), input(inputs, "filter")];
    return [float(stockGeometry(x.shape, filter.shape, attributes).outShape)];
  },
  Conv2DBackpropInput: (inputs, attributes) => {
    const shape = attributes["inputShape"] as number[];
    stockGeometry(shape, input(inputs, "filter").shape, attributes);
    return [float(shape)];
  },
  Conv2DBackpropFilter: (inputs, attributes) => {
    const shape = attributes["filterShape"] as number[];
    stockGeometry(input(inputs, "x").shape, shape, attributes);
    return [float(shape)];
  },
  ResizeNearestNeighbor: (inputs, { size }) => {
    const [n, , , c] = input(inputs, "images").shape as Shape4;
    return [float([n, ...(size as [number, number]), c])];
  },
  CellgenConv2d: (inputs, attributes) => {
    const [n, h, w] = input(inputs, "x").shape as Shape4;
    const [kh, kw, , k] = input(inputs, "filter").shape as Shape4;
    const { pads, strides } = layerGeometry(attributes);
    const outHeight = Math.floor((h + pads[0] + pads[2] - kh) / strides[0]) + 1;
    const outWidth = Math.floor((w + pads[1] + pads[3] - kw) / strides[1]) + 1;
    return [float([n, outHeight, outWidth, k])];
  },
  CellgenConv2dInputGradient: shapeIn("inputShape"),
  CellgenConv2dFilterGradient: shapeIn("filterShape"),
  CellgenGroupNorm: (inputs, { groups }) => {
    const x = input(inputs, "x");
    const perGroup = float([x.shape[0]!, groups as number]);
    return [x, perGroup, perGroup];
  },
  CellgenGroupNormGradient: (inputs) => [input(inputs, "x"), input(inputs, "gamma"), input(inputs, "beta")],
  CellgenSilu: (inputs) => [input(inputs, "x")],
  CellgenSiluGradient: (inputs) => [input(inputs, "x")],
  CellgenAttention: (inputs) => {
    const [query, key] = [input(inputs, "query"), input(inputs, "key")];
    return [query, float([query.shape[0]!, query.shape[1]!, key.shape[1]!])];
  },
  CellgenAttentionGradient: (inputs) => [
    input(inputs, "query"),
    input(inputs, "key"),
    input(inputs, "value"),
  ],
  CellgenUpsample2x: (inputs) => {
    const [n, h, w, c] = input(inputs, "x").shape as Shape4;
    return [float([n, 2 * h, 2 * w, c])];
  },
  CellgenUpsample2xGradient: (inputs) => {
    const [n, h, w, c] = input(inputs, "dy").shape as Shape4;
    return [float([n, h / 2, w / 2, c])];
  },
};
