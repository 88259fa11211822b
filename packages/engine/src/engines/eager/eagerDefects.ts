import type { GraphNode } from "../../graph/graph.ts";
import { equalShapes } from "../../graph/shape.ts";

const takesOneType = ["tensorflow", "wasm"];

/**
 * What a backend of tfjs computes wrongly without saying so (4.22, measured): a function that needs it is refused.
 *
 * @returns What must be avoided, and what to write instead; undefined if the call is sound.
 */
export function eagerDefect(backend: string, { kernel, inputs, attributes }: GraphNode): string | undefined {
  if (kernel === "FloorDiv" && backend === "webgl" && inputs["a"]!.dtype === "float32") {
    return "floorDiv of float32: take tf.floor of tf.div";
  }
  if (kernel === "UnsortedSegmentSum" && backend === "webgpu" && inputs["x"]!.dtype !== "float32") {
    return "unsortedSegmentSum of int32: cast it to float32";
  }
  if (kernel === "BatchMatMul" && backend !== "tensorflow") {
    const outer = [inputs["a"]!, inputs["b"]!].map(({ shape }) => shape.slice(0, -2));
    const alone = outer.some((sizes) => sizes.every((size) => size === 1));
    if (!alone && !equalShapes(outer[0]!, outer[1]!)) {
      return `matMul of batches [${outer[0]}] and [${outer[1]}]: give them equal shapes`;
    }
  }
  if (kernel === "Select" && takesOneType.includes(backend) && inputs["t"]!.dtype !== inputs["e"]!.dtype) {
    return "where of two types: cast one";
  }
  if (backend !== "wasm") return undefined;
  if (kernel === "ClipByValue" && inputs["x"]!.dtype !== "float32") {
    return "clipByValue of int32: take tf.maximum and tf.minimum";
  }
  if (kernel === "Cast" && attributes["dtype"] === "bool" && inputs["x"]!.dtype !== "bool") {
    return "cast to bool: compare with tf.notEqual";
  }
  if (kernel === "StridedSlice" && inputs["x"]!.dtype !== "float32") {
    return "stridedSlice of int32 or bool: take tf.slice, or tf.gather";
  }
  if (kernel === "Reverse" && inputs["x"]!.dtype === "bool") {
    return "reverse of bool: cast it to int32";
  }
  return undefined;
}
