import * as tf from "@tensorflow/tfjs-core";
import { sizeOf } from "../../graph/shape.ts";
import { stockGeometry } from "../../operations/convolutionGeometry.ts";

const backendName = "wasm";

/** Register kernels that tfjs's WebAssembly backend lacks and that gradients of its functions need. */
export function registerWasmKernels(): void {
  if (tf.getKernel("Conv2DBackpropFilter", backendName)) return;
  tf.registerKernel({ kernelName: "Conv2DBackpropFilter", backendName, kernelFunc: filterGradient });
  tf.registerKernel({ kernelName: "UnsortedSegmentSum", backendName, kernelFunc: segmentSum });
}

/**
 * Compute the filter gradient of a convolution as a convolution: with channels and samples exchanged, the images are convolved with dy,
 * dilated by the strides.
 */
const filterGradient: tf.KernelFunc = ({ inputs, attrs }) =>
  tf.tidy(() => {
    const { x, dy } = inputs as { x: tf.Tensor4D; dy: tf.Tensor4D };
    const filterShape = attrs!["filterShape"] as [number, number, number, number];
    const { pads, strides } = stockGeometry(x.shape, filterShape, attrs!);
    const [top, left, bottom, right] = pads;
    const padded = tf.pad(x, [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]);
    const images = tf.transpose(padded, [3, 1, 2, 0]) as tf.Tensor4D;
    const filter = tf.transpose(dy, [1, 2, 0, 3]) as tf.Tensor4D;
    const places = tf.conv2d(images, filter, 1, "valid", "NHWC", [...strides] as [number, number]);
    // If strides skip a last row or column, the result has more positions than the filter.
    const [height, width, channels, outChannels] = filterShape;
    const own = tf.slice(places, [0, 0, 0, 0], [channels, height, width, outChannels]);
    return tf.transpose(own, [1, 2, 0, 3]);
  });

/** Sum segments in JavaScript, because the backend has no scatter-add. Negative indices are skipped. */
const segmentSum: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, segmentIds } = inputs as { x: tf.Tensor; segmentIds: tf.Tensor };
  const memory = backend as tf.KernelBackend;
  const values = memory.readSync(x.dataId) as Float32Array | Int32Array;
  const segments = memory.readSync(segmentIds.dataId) as Int32Array;
  const count = attrs!["numSegments"] as number;
  const inner = x.shape.slice(segmentIds.shape.length);
  const size = sizeOf(inner);
  const kind = x.dtype === "int32" ? Int32Array : Float32Array;
  const sums = new kind(count * size);
  segments.forEach((segment, row) => {
    if (segment < 0 || segment >= count) return;
    for (let i = 0; i < size; i++) sums[segment * size + i]! += values[row * size + i]!;
  });
  return tf.tensor(sums, [count, ...inner], x.dtype);
};
