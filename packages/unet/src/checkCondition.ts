import type { Tensor } from "@tensorflow/tfjs-core";
import type { UnetCondition } from "./blocks/forward.ts";
import type { UnetConfig } from "./config/unetConfigFields.ts";
import { dropoutShapes } from "./parameters/dropoutShapes.ts";
import type { UnetPlan } from "./plan/unetPlan.ts";

/**
 * Checks that class labels are given exactly if the network takes them, and a dropout mask for each residual block or for none.
 *
 * @throws RangeError naming what is missing, not taken, or of the wrong shape.
 */
export function checkCondition(
  config: UnetConfig,
  plan: UnetPlan,
  { classLabels, dropoutMasks }: UnetCondition,
  batch: number,
  height: number,
  width: number,
): void {
  const takesLabels = config.classEmbedType !== null || config.numClassEmbeds !== null;
  if (takesLabels && !classLabels) {
    throw new RangeError("unet: classLabels must be given to a network with class embedding, got none.");
  }
  if (!takesLabels && classLabels) {
    throw new RangeError(
      "unet: classLabels must not be given to a network without class embedding. Set numClassEmbeds for one with it.",
    );
  }
  if (classLabels) {
    const shape = config.classEmbedType === "identity" ? [batch, plan.embeddingSize] : [batch];
    checkShape("classLabels", classLabels, shape);
  }
  if (!dropoutMasks) return;
  const shapes = dropoutShapes(config, plan, batch, height, width);
  for (const name of Object.keys(dropoutMasks)) {
    if (!shapes[name]) {
      throw new RangeError(`unet: dropoutMasks must be those of dropoutShapes, got one for "${name}".`);
    }
  }
  for (const [name, shape] of Object.entries(shapes)) {
    const mask = dropoutMasks[name];
    if (!mask) throw new RangeError(`unet: dropoutMasks must hold one for "${name}", got none.`);
    checkShape(`dropoutMasks["${name}"]`, mask, shape);
  }
}

function checkShape(name: string, tensor: Tensor, shape: readonly number[]): void {
  if (tensor.shape.length === shape.length && shape.every((size, i) => size === tensor.shape[i])) return;
  throw new RangeError(`unet: ${name} must have shape [${shape}], got [${tensor.shape}].`);
}
