import type * as tf from "@tensorflow/tfjs-core";

/** A network's parameters by Hugging Face's tensor names, in tfjs's layout. */
export type Parameters = Readonly<Record<string, tf.Tensor>>;

/**
 * Checks that each parameter is there and has its shape. Others beside them do not matter.
 *
 * @throws RangeError naming the first that is missing or has another shape.
 */
export function checkParameters(
  parameters: Parameters,
  shapes: Readonly<Record<string, readonly number[]>>,
): void {
  for (const [name, shape] of Object.entries(shapes)) {
    const given = parameters[name];
    if (!given) throw new RangeError(`unet: params must hold "${name}" of shape [${shape}], got none.`);
    if (given.shape.length !== shape.length || shape.some((size, i) => size !== given.shape[i])) {
      throw new RangeError(`unet: params["${name}"] must have shape [${shape}], got [${given.shape}].`);
    }
  }
}
