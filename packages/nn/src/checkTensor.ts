import type { Tensor } from "@tensorflow/tfjs-core";

/**
 * Checks that a tensor is float32 and of a shape, where -1 stands for any size. tfjs would broadcast instead of complaining.
 *
 * @param where - Function and argument, as in "conv2d: bias".
 * @throws TypeError or RangeError naming the function, the argument, the rule and what was given.
 */
export function checkTensor(where: string, tensor: Tensor, shape: readonly number[]): void {
  if (tensor.dtype !== "float32") {
    throw new TypeError(`${where} must be float32, got ${tensor.dtype}. Convert it with tf.cast.`);
  }
  const fits =
    tensor.shape.length === shape.length && shape.every((size, i) => size === -1 || size === tensor.shape[i]);
  if (fits) return;
  const wanted = shape.map((size) => (size === -1 ? "?" : size)).join(",");
  throw new RangeError(`${where} must have shape [${wanted}], got [${tensor.shape}].`);
}
