import type * as tf from "@tensorflow/tfjs-core";

/** Part of tfjs-node's backend that is used here: it calls TensorFlow operations by name. */
export interface TensorflowBackend extends tf.KernelBackend {
  readonly binding: {
    readonly TF_ATTR_INT: number;
    readonly TF_ATTR_STRING: number;
    readonly TF_ATTR_TYPE: number;
    readonly TF_FLOAT: number;
    readonly TF_Version: string;
  };
  readonly isUsingGpuDevice: boolean;
  executeSingleOutput(
    name: string,
    attributes: readonly { readonly name: string; readonly type: number; readonly value: unknown }[],
    inputs: readonly tf.TensorInfo[],
  ): tf.Tensor;
}

/** Call a TensorFlow operation on float32 with one output. */
export function callOperation(
  backend: TensorflowBackend,
  name: string,
  inputs: readonly tf.TensorInfo[],
  attributes: Readonly<Record<string, string | readonly number[]>>,
): tf.Tensor {
  const { TF_ATTR_TYPE, TF_ATTR_STRING, TF_ATTR_INT, TF_FLOAT } = backend.binding;
  const given = Object.entries(attributes).map(([attribute, value]) => ({
    name: attribute,
    type: typeof value === "string" ? TF_ATTR_STRING : TF_ATTR_INT,
    value,
  }));
  return backend.executeSingleOutput(
    name,
    [{ name: "T", type: TF_ATTR_TYPE, value: TF_FLOAT }, ...given],
    inputs,
  );
}
