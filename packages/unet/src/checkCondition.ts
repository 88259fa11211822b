import type { Tensor } from "@tensorflow/tfjs-core";
import type { UnetCondition } from "./blocks/forward.ts";
import type { UnetConfig } from "./config/unetConfigFields.ts";
import { dropoutShapes } from "./parameters/dropoutShapes.ts";
import type { UnetPlan } from "./plan/unetPlan.ts";

/**
 * Check that class labels are given if and only if the network uses them, and that dropout masks are given for all residual blocks or none.
 *
 * @throws RangeError naming what is missing, not accepted, or of the wrong shape.
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
    throw new RangeError("unet: classLabels must be given to a network with a class embedding, got none.");
  }
  if (!takesLabels && classLabels) {
    throw new RangeError(
      "unet: classLabels must not be given to a network without a class embedding. Set numClassEmbeds to add one.",
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
      throw new RangeError(`unet: dropoutMasks must have the names of dropoutShapes, got "${name}".`);
    }
  }
  for (const [name, shape] of Object.entries(shapes)) {
    const mask = dropoutMasks[name];
    if (!mask) throw new RangeError(`unet: dropoutMasks must contain "${name}", got none.`);
    checkShape(`dropoutMasks["${name}"]`, mask, shape);
  }
}

function checkShape(name: string, tensor: Tensor, shape: readonly number[]): void {
  if (tensor.shape.length === shape.length && shape.every((size, i) => size === tensor.shape[i])) return;
  throw new RangeError(`unet: ${name} must have shape [${shape}], got [${tensor.shape}].`);
}
