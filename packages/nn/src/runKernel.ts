import * as tf from "@tensorflow/tfjs-core";
import type { KernelName, Kernels } from "./kernels.ts";

/** Run a kernel of this package if the current backend has it, otherwise the composed operations. */
export function runKernel<Name extends KernelName>(
  name: Name,
  inputs: Kernels[Name]["inputs"],
  attributes: Kernels[Name]["attributes"],
  composed: () => tf.Tensor[],
): tf.Tensor[] {
  if (!tf.getKernel(name, tf.getBackend())) return composed();
  const outputs: tf.Tensor | tf.Tensor[] = tf
    .engine()
    .runKernel(name, { ...inputs } as tf.NamedTensorMap, { ...attributes } as tf.NamedAttrMap);
  return Array.isArray(outputs) ? outputs : [outputs];
}
