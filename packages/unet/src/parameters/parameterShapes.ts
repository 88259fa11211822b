import { shapesOf } from "../blocks/layers.ts";
import { layersOf, type UnetPlan } from "../plan/unetPlan.ts";

/**
 * Return the shape of each parameter by Hugging Face's tensor names, in the order of its modules. The layout is that of tfjs: filters
 * `[height, width, in, out]`, matrices `[in, out]`. Tables (`class_embedding.weight`, `time_proj.weight`) are `[rows, size]`.
 */
export function parameterShapes(plan: UnetPlan): Readonly<Record<string, readonly number[]>> {
  return Object.assign({}, ...layersOf(plan).map(shapesOf));
}
