import type { Tensor } from "@tensorflow/tfjs-core";

/**
 * Check that the images are float32 `[batch, …]`, all of the shape of the first, and that `t` is int32 `[batch]`. Without the check, tfjs
 * would broadcast silently.
 *
 * @throws TypeError or RangeError prefixed with `caller` if a check fails.
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
    throw new TypeError(
      `${caller}: t must be int32, got ${t.dtype}. Create it with tf.tensor1d(t, "int32").`,
    );
  }
  checkShape(caller, "t", t, shape?.slice(0, 1) ?? []);
}

function checkShape(caller: string, name: string, tensor: Tensor, shape: readonly number[]): void {
  if (tensor.shape.length === shape.length && shape.every((size, i) => size === tensor.shape[i])) return;
  throw new RangeError(`${caller}: ${name} must have shape [${shape}], got [${tensor.shape}].`);
}
