import type { GraphNode } from "../../graph/graph.ts";
import { equalShapes } from "../../graph/shape.ts";

const takesOneType = ["tensorflow", "wasm"];

/**
 * Find calls that a tfjs backend computes incorrectly without an error (measured with version 4.22), so that functions with them are refused.
 *
 * @returns The defect and an alternative; undefined if the call is correct.
 */
export function eagerDefect(backend: string, { kernel, inputs, attributes }: GraphNode): string | undefined {
  if (kernel === "FloorDiv" && backend === "webgl" && inputs["a"]!.dtype === "float32") {
    return "floorDiv of float32: use tf.floor of tf.div";
  }
  if (kernel === "UnsortedSegmentSum" && backend === "webgpu" && inputs["x"]!.dtype !== "float32") {
    return "unsortedSegmentSum of int32: cast it to float32";
  }
  if (kernel === "BatchMatMul" && backend !== "tensorflow") {
    const outer = [inputs["a"]!, inputs["b"]!].map(({ shape }) => shape.slice(0, -2));
    const alone = outer.some((sizes) => sizes.every((size) => size === 1));
    if (!alone && !equalShapes(outer[0]!, outer[1]!)) {
      return `matMul of batches [${outer[0]}] and [${outer[1]}]: use equal shapes`;
    }
  }
  if (kernel === "Select" && takesOneType.includes(backend) && inputs["t"]!.dtype !== inputs["e"]!.dtype) {
    return "where of two types: cast one";
  }
  if (backend !== "wasm") return undefined;
  if (kernel === "ClipByValue" && inputs["x"]!.dtype !== "float32") {
    return "clipByValue of int32: use tf.maximum and tf.minimum";
  }
  if (kernel === "Cast" && attributes["dtype"] === "bool" && inputs["x"]!.dtype !== "bool") {
    return "cast to bool: compare with tf.notEqual";
  }
  if (kernel === "StridedSlice" && inputs["x"]!.dtype !== "float32") {
    return "stridedSlice of int32 or bool: use tf.slice or tf.gather";
  }
  if (kernel === "Reverse" && inputs["x"]!.dtype === "bool") {
    return "reverse of bool: cast it to int32";
  }
  return undefined;
}
