import * as tf from "@tensorflow/tfjs-core";
import { checkTensor } from "./checkTensor.ts";
import { composedFilterGradient, composedInputGradient } from "./composedConvolutionGradients.ts";
import { differentiable } from "./differentiable.ts";
import { type ConvolutionAttributes, kernelNames, type Pads } from "./kernels.ts";
import { runKernel } from "./runKernel.ts";

export interface Conv2dOptions {
  /** Step of the filter in rows and columns. @default 1 */
  readonly strides?: 1 | 2;
  /** Zero padding in rows and columns, [top, left, bottom, right]. @default [0, 0, 0, 0] */
  readonly pads?: Pads;
}

/**
 * Apply a two-dimensional cross-correlation with bias, like PyTorch's `Conv2d`.
 *
 * `y[n,i,j,k] = bias[k] + Σ_{u,v,c} x[n, i·s + u − top, j·s + v − left, c] · filter[u,v,c,k]`
 *
 * @param x - Images, `[batch, height, width, in]`.
 * @param filter - `[filterHeight, filterWidth, in, out]`.
 * @param bias - `[out]`.
 * @returns `[batch, outHeight, outWidth, out]` with outHeight = ⌊(height + top + bottom − filterHeight)/s⌋ + 1. Dispose of it after use.
 * @throws RangeError if the shapes do not match, or strides or pads are invalid; TypeError if a tensor is not float32.
 */
export function conv2d(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor1D,
  options: Conv2dOptions = {},
): tf.Tensor4D {
  const { strides = 1, pads = [0, 0, 0, 0] } = options;
  checkTensor("conv2d: x", x, [-1, -1, -1, -1]);
  checkTensor("conv2d: filter", filter, [-1, -1, x.shape[3], -1]);
  checkTensor("conv2d: bias", bias, [filter.shape[3]]);
  const attributes: ConvolutionAttributes = { strides, pads };
  checkGeometry(x.shape, filter.shape, attributes);
  return differentiable([x, filter, bias], () => {
    const [value] = runKernel(kernelNames.conv2d, { x, filter, bias }, attributes, () => {
      const [top, left, bottom, right] = pads;
      const explicit: tf.backend_util.ExplicitPadding = [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ];
      return [tf.add(tf.conv2d(x, filter, strides, explicit), bias)];
    });
    const gradient = (dy: tf.Tensor4D, saved: tf.Tensor4D[]) => {
      const [savedX, savedFilter] = saved as [tf.Tensor4D, tf.Tensor4D];
      return [
        inputGradient(dy, savedFilter, savedX.shape, attributes),
        filterGradient(savedX, dy, savedFilter.shape, attributes),
        tf.sum(dy, [0, 1, 2]),
      ];
    };
    return { value: value as tf.Tensor4D, saved: [x, filter], gradient };
  });
}

function inputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  inputShape: tf.Tensor4D["shape"],
  attributes: ConvolutionAttributes,
): tf.Tensor {
  const all = { ...attributes, inputShape };
  return runKernel(kernelNames.conv2dInputGradient, { dy, filter }, all, () => [
    composedInputGradient(dy, filter, inputShape, attributes),
  ])[0]!;
}

function filterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filterShape: tf.Tensor4D["shape"],
  attributes: ConvolutionAttributes,
): tf.Tensor {
  const all = { ...attributes, filterShape };
  return runKernel(kernelNames.conv2dFilterGradient, { x, dy }, all, () => [
    composedFilterGradient(x, dy, filterShape, attributes),
  ])[0]!;
}

function checkGeometry(
  [, height, width]: tf.Tensor4D["shape"],
  [filterHeight, filterWidth]: tf.Tensor4D["shape"],
  { strides, pads }: ConvolutionAttributes,
): void {
  if (strides !== 1 && strides !== 2) {
    throw new RangeError(`conv2d: strides must be 1 or 2, got ${strides}.`);
  }
  if (pads.length !== 4 || pads.some((pad) => !Number.isInteger(pad) || pad < 0)) {
    throw new RangeError(`conv2d: pads must be four non-negative integers, got [${pads}].`);
  }
  const [rows, columns] = [height + pads[0] + pads[2], width + pads[1] + pads[3]];
  if (rows < filterHeight || columns < filterWidth) {
    throw new RangeError(
      `conv2d: x must be at least as large as the filter [${filterHeight},${filterWidth}], got [${rows},${columns}] including padding.`,
    );
  }
}
