import { linear, silu } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import { layerOf, type Parameters } from "./parameters.ts";
import { timestepEmbedding } from "./timestepEmbedding.ts";
import type { UnetConfig } from "./unetConfig.ts";

/** The embedding of the timestep, `linear_2(silu(linear_1(table or sines of t)))`: `[batch, embeddingSize]`. */
export function timeEmbedding(config: UnetConfig, parameters: Parameters, t: tf.Tensor1D): tf.Tensor2D {
  return perceptron(parameters, "time_embedding", timeFeatures(config, parameters, t));
}

/** The embedding of the class labels that is added to the timestep's; undefined if the network takes none. */
export function classEmbedding(
  config: UnetConfig,
  parameters: Parameters,
  labels: tf.Tensor1D | tf.Tensor2D | undefined,
): tf.Tensor2D | undefined {
  if (!labels) return undefined;
  if (config.classEmbedType === "identity") return labels as tf.Tensor2D;
  if (config.classEmbedType === "timestep") {
    const features = timeFeatures(config, parameters, labels as tf.Tensor1D);
    return perceptron(parameters, "class_embedding", features);
  }
  return rowsOf(parameters["class_embedding.weight"] as tf.Tensor2D, labels as tf.Tensor1D);
}

function timeFeatures(config: UnetConfig, parameters: Parameters, t: tf.Tensor1D): tf.Tensor2D {
  if (config.timeEmbeddingType === "learned") {
    return rowsOf(parameters["time_proj.weight"] as tf.Tensor2D, t);
  }
  return timestepEmbedding(t, config.blockOutChannels[0]!, config);
}

function perceptron(parameters: Parameters, name: string, features: tf.Tensor2D): tf.Tensor2D {
  const hidden = silu(linear(features, ...layerOf<tf.Tensor2D>(parameters, `${name}.linear_1`)));
  return linear(hidden, ...layerOf<tf.Tensor2D>(parameters, `${name}.linear_2`));
}

/** Rows of a table by a matrix product, whose gradient every backend has; `tf.gather`'s is missing on wasm. */
function rowsOf(table: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor2D {
  const whole = indices.dtype === "int32" ? indices : tf.cast(indices, "int32");
  const selected = tf.cast(tf.oneHot(whole, table.shape[0]), "float32") as tf.Tensor2D;
  return tf.matMul(selected, table);
}
