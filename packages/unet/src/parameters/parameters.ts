import type * as tf from "@tensorflow/tfjs-core";

/** Parameters of a network by Hugging Face's tensor names, in the layout of tfjs. */
export type Parameters = Readonly<Record<string, tf.Tensor>>;

/**
 * Check that each parameter is present and has the expected shape. Additional tensors are ignored.
 *
 * @throws RangeError naming the first that is missing or has another shape.
 */
export function checkParameters(
  parameters: Parameters,
  shapes: Readonly<Record<string, readonly number[]>>,
): void {
  for (const [name, shape] of Object.entries(shapes)) {
    const given = parameters[name];
    if (!given) throw new RangeError(`unet: params must contain "${name}" of shape [${shape}], got none.`);
    if (given.shape.length !== shape.length || shape.some((size, i) => size !== given.shape[i])) {
      throw new RangeError(`unet: params["${name}"] must have shape [${shape}], got [${given.shape}].`);
    }
  }
}
