import * as tf from "@tensorflow/tfjs-core";
import type { ConvolutionAttributes } from "./kernels.ts";

type Shape4 = tf.Tensor4D["shape"];

/**
 * Compute the gradient of `conv2d` with respect to its images, with operations of all tfjs backends: a full correlation of dy, dilated by
 * the strides, with the filter rotated by 180 degrees.
 */
export function composedInputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  [, height, width]: Shape4,
  { strides, pads: [top, left] }: ConvolutionAttributes,
): tf.Tensor4D {
  const [filterHeight, filterWidth] = filter.shape;
  const spread = strides === 1 ? dy : spreadByTwo(dy);
  const above = filterHeight - 1 - top;
  const before = filterWidth - 1 - left;
  const fitted = padOrCrop(spread, [
    [above, height + filterHeight - 1 - above - spread.shape[1]],
    [before, width + filterWidth - 1 - before - spread.shape[2]],
  ]);
  const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]) as tf.Tensor4D;
  return tf.conv2d(fitted, turned, 1, "valid");
}

/**
 * Compute the gradient of `conv2d` with respect to its filter, with operations of all tfjs backends: for each filter position, the images
 * shifted by it, times dy.
 */
export function composedFilterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filterShape: Shape4,
  { strides, pads: [top, left, bottom, right] }: ConvolutionAttributes,
): tf.Tensor4D {
  const [filterHeight, filterWidth, channels, outChannels] = filterShape;
  const [batch, outHeight, outWidth] = dy.shape;
  const padded = padOrCrop(x, [
    [top, bottom],
    [left, right],
  ]);
  const pixels = batch * outHeight * outWidth;
  const rows = tf.reshape(dy, [pixels, outChannels]);
  const places: tf.Tensor[] = [];
  for (let u = 0; u < filterHeight; u++) {
    for (let v = 0; v < filterWidth; v++) {
      const end = [batch, u + (outHeight - 1) * strides + 1, v + (outWidth - 1) * strides + 1, channels];
      const shifted = tf.stridedSlice(padded, [0, u, v, 0], end, [1, strides, strides, 1]);
      places.push(tf.matMul(tf.reshape(shifted, [pixels, channels]), rows, true, false));
    }
  }
  return tf.reshape(tf.concat(places, 0), filterShape);
}

/** Insert a row and a column of zeros after each row and column: `[n, h, w, c]` becomes `[n, 2h, 2w, c]`. */
function spreadByTwo(dy: tf.Tensor4D): tf.Tensor4D {
  const [n, h, w, c] = dy.shape;
  const behind: [number, number][] = [
    [0, 0],
    [0, 1],
    [0, 0],
  ];
  const columns = tf.pad(tf.reshape(dy, [n * h * w, 1, c]), behind);
  const rows = tf.pad(tf.reshape(columns, [n * h, 1, 2 * w * c]), behind);
  return tf.reshape(rows, [n, 2 * h, 2 * w, c]);
}

/** Pad rows and columns with zeros; negative amounts crop. */
function padOrCrop(x: tf.Tensor4D, around: readonly [rows: Ends, columns: Ends]): tf.Tensor4D {
  const ends: readonly Ends[] = [[0, 0], ...around, [0, 0]];
  const begin = ends.map(([before]) => Math.max(-before, 0));
  const size = ends.map(([, after], i) => x.shape[i]! - begin[i]! - Math.max(-after, 0));
  const cropped = tf.slice(x, begin as Shape4, size as Shape4);
  return tf.pad(
    cropped,
    ends.map(([before, after]) => [Math.max(before, 0), Math.max(after, 0)]),
  );
}

type Ends = readonly [before: number, after: number];
