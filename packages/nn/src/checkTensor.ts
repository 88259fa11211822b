import type { Tensor } from "@tensorflow/tfjs-core";

/**
 * Check that a tensor is float32 and has the given shape, where -1 matches any size. Without the check, tfjs would broadcast silently.
 *
 * @param where - Function and argument, for example "conv2d: bias".
 * @throws TypeError or RangeError that starts with `where`.
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
