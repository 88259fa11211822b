import { shapesOf } from "../blocks/layers.ts";
import { layersOf, type UnetPlan } from "../plan/unetPlan.ts";

/**
 * The shape of every parameter, under Hugging Face's tensor names and in the order in which its modules stand; in tfjs's layout:
 * filters `[height, width, in, out]`, matrices `[in, out]`. Tables (`class_embedding.weight`, `time_proj.weight`) are `[rows, size]`.
 */
export function parameterShapes(plan: UnetPlan): Readonly<Record<string, readonly number[]>> {
  return Object.assign({}, ...layersOf(plan).map(shapesOf));
}
