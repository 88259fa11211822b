import { silu } from "@cellgen/nn";
import * as tf from "@tensorflow/tfjs-core";
import type { UnetConfig } from "../config/unetConfigFields.ts";
import type { Parameters } from "../parameters/parameters.ts";
import type { PerceptronPlan, UnetPlan } from "../plan/unetPlan.ts";
import { project } from "./applyLayer.ts";
import type { TableLayer } from "./layers.ts";
import { timestepEmbedding } from "./timestepEmbedding.ts";

/** Compute the timestep embedding, `linear_2(silu(linear_1(table or sinusoids of t)))`: `[batch, embeddingSize]`. */
export function timeEmbedding(
  config: UnetConfig,
  plan: UnetPlan,
  parameters: Parameters,
  t: tf.Tensor1D,
): tf.Tensor2D {
  return perceptron(parameters, plan.timeEmbedding, timeFeatures(config, plan, parameters, t));
}

/** Compute the embedding of the class labels, which is added to that of the timestep; undefined if the network has no classes. */
export function classEmbedding(
  config: UnetConfig,
  plan: UnetPlan,
  parameters: Parameters,
  labels: tf.Tensor1D | tf.Tensor2D | undefined,
): tf.Tensor2D | undefined {
  const { classEmbedding: layer } = plan;
  if (!labels || !layer) return labels as tf.Tensor2D | undefined;
  if (layer.kind === "table") return rowsOf(parameters, layer, labels as tf.Tensor1D);
  return perceptron(parameters, layer, timeFeatures(config, plan, parameters, labels as tf.Tensor1D));
}

function timeFeatures(
  config: UnetConfig,
  { timeTable }: UnetPlan,
  parameters: Parameters,
  t: tf.Tensor1D,
): tf.Tensor2D {
  if (timeTable) return rowsOf(parameters, timeTable, t);
  return timestepEmbedding(t, config.blockOutChannels[0]!, config);
}

function perceptron(
  parameters: Parameters,
  { first, second }: PerceptronPlan,
  features: tf.Tensor2D,
): tf.Tensor2D {
  return project(parameters, second, silu(project(parameters, first, features)));
}

/** Gather rows of a table by a matrix product. `tf.gather` has no gradient on the wasm backend. */
function rowsOf(parameters: Parameters, { name, rows }: TableLayer, indices: tf.Tensor1D): tf.Tensor2D {
  const whole = indices.dtype === "int32" ? indices : tf.cast(indices, "int32");
  const selected = tf.cast(tf.oneHot(whole, rows), "float32") as tf.Tensor2D;
  return tf.matMul(selected, parameters[`${name}.weight`] as tf.Tensor2D);
}
