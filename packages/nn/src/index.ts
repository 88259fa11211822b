/**
 * Compute U-Net layers in TensorFlow.js with custom gradients. The layers run on every tfjs backend, where they are composed of standard
 * operations (including `wasm`, also for training). A backend that registers a kernel for a layer by name runs it as one operation.
 *
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { conv2d } from "@cellgen/nn";
 *
 * const y = conv2d(tf.ones([1, 8, 8, 3]), tf.ones([3, 3, 3, 16]), tf.zeros([16]), { pads: [1, 1, 1, 1] });
 * console.log(y.shape); // [1, 8, 8, 16]
 * ```
 *
 * @module
 */
export { attention } from "./attention.ts";
export { type Conv2dOptions, conv2d } from "./conv2d.ts";
export { type GroupNormOptions, groupNorm } from "./groupNorm.ts";
export {
  type AttentionAttributes,
  type ConvolutionAttributes,
  type GroupNormAttributes,
  type KernelName,
  type Kernels,
  kernelNames,
  type Pads,
} from "./kernels.ts";
export { linear } from "./linear.ts";
export { silu } from "./silu.ts";
export { upsample2x } from "./upsample2x.ts";
