import type { Tensor } from "@tensorflow/tfjs-core";

/**
 * Checks that the images are float32 `[batch, …]` of one shape, that of the first, and t is int32 `[batch]`. tfjs would broadcast
 * instead of complaining.
 *
 * @throws TypeError or RangeError in the name of `caller`, naming the argument, the rule and what was given.
 */
export function checkBatch(caller: string, images: Readonly<Record<string, Tensor>>, t: Tensor): void {
  let shape: readonly number[] | undefined;
  for (const [name, image] of Object.entries(images)) {
    if (image.dtype !== "float32") {
      throw new TypeError(`${caller}: ${name} must be float32, got ${image.dtype}. Convert it with tf.cast.`);
    }
    if (image.shape.length === 0) {
      throw new RangeError(`${caller}: ${name} must have shape [batch, …], got [].`);
    }
    shape ??= image.shape;
    checkShape(caller, name, image, shape);
  }
  if (t.dtype !== "int32") {
    throw new TypeError(`${caller}: t must be int32, got ${t.dtype}. Make it with tf.tensor1d(t, "int32").`);
  }
  checkShape(caller, "t", t, shape?.slice(0, 1) ?? []);
}

function checkShape(caller: string, name: string, tensor: Tensor, shape: readonly number[]): void {
  if (tensor.shape.length === shape.length && shape.every((size, i) => size === tensor.shape[i])) return;
  throw new RangeError(`${caller}: ${name} must have shape [${shape}], got [${tensor.shape}].`);
}
