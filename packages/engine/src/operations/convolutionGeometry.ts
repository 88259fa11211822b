import * as tf from "@tensorflow/tfjs-core";

/** Geometry of a convolution: zero padding as [top, left, bottom, right], strides and dilations. */
export interface ConvolutionGeometry {
  readonly pads: readonly [number, number, number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
}

/** Derives a convolution's geometry from the shapes of its images (NHWC) and its filter (HWIO), and its attributes. */
export type GeometryRule = (
  inputShape: readonly number[],
  filterShape: readonly number[],
  attributes: Readonly<Record<string, unknown>>,
) => ConvolutionGeometry;

/**
 * Compute the geometry of tfjs's convolution kernels from their attributes. Shapes are NHWC and HWIO.
 *
 * @throws RangeError for attributes that tfjs backends treat differently or incorrectly.
 */
export function stockGeometry(
  inputShape: readonly number[],
  filterShape: readonly number[],
  attributes: Readonly<Record<string, unknown>>,
): ConvolutionGeometry & { readonly outShape: readonly number[] } {
  if (attributes["dataFormat"] !== undefined && attributes["dataFormat"] !== "NHWC") {
    throw new RangeError(
      `compile: conv2d must have data format NHWC, got ${String(attributes["dataFormat"])}.`,
    );
  }
  const rounding = attributes["dimRoundingMode"];
  if (rounding !== undefined && rounding !== null && rounding !== "floor") {
    throw new RangeError(`compile: conv2d must have dimRoundingMode floor, got ${String(rounding)}.`);
  }
  const info = tf.backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    attributes["strides"] as number | [number, number],
    (attributes["dilations"] ?? 1) as number | [number, number],
    attributes["pad"] as "same" | "valid" | number,
    "floor",
  );
  // tfjs applies the height and stride of the rows to the columns too, and returns a wrong shape.
  const isSquare =
    info.effectiveFilterHeight === info.effectiveFilterWidth && info.strideHeight === info.strideWidth;
  if (typeof attributes["pad"] === "number" && !isSquare) {
    throw new RangeError(
      `conv2d: pad must be same, valid or explicit for filters, strides or dilations that differ between rows and columns, got ${attributes["pad"]}. Give [[0,0],[top,bottom],[left,right],[0,0]].`,
    );
  }
  const { top, left, bottom, right } = info.padInfo;
  return {
    pads: [top, left, bottom, right],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    outShape: info.outShape,
  };
}

/** Return the geometry of cellgen's convolution kernels. */
export function layerGeometry(attributes: Readonly<Record<string, unknown>>): ConvolutionGeometry {
  const stride = attributes["strides"] as number;
  return {
    pads: attributes["pads"] as [number, number, number, number],
    strides: [stride, stride],
    dilations: [1, 1],
  };
}

/** {@link layerGeometry} as a rule that ignores shapes. */
export const layerRule: GeometryRule = (_inputShape, _filterShape, attributes) => layerGeometry(attributes);
