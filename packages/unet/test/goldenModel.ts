import { decodeSafetensors, toFloat32 } from "@cellgen/safetensors";
import * as tf from "@tensorflow/tfjs-core";
import { fromHuggingFaceLayout, type LayoutTensor, type Unet, type UnetCondition } from "../src/index.ts";

type Tensors = Readonly<Record<string, LayoutTensor>>;

/** A network of diffusers with what it computed. */
export interface GoldenModel {
  readonly config: Record<string, unknown>;
  /** Its weights in tfjs's layout. */
  readonly parameters: Tensors;
  /** Inputs, output, activations, images NCHW. */
  readonly io: Tensors;
  /** The loss mean((output − target)²), and its gradients in PyTorch's layout. */
  readonly grads: Tensors;
}

/** The tensors of a safetensors file. */
export function tensorsOf(file: Uint8Array): Record<string, LayoutTensor> {
  return Object.fromEntries(
    Object.entries(decodeSafetensors(file).tensors).map(([key, entry]) => [
      key,
      { shape: entry.shape, data: toFloat32(entry) },
    ]),
  );
}

/** Weights as tfjs has them. */
export function inTfjsLayout(stored: Tensors): Record<string, LayoutTensor> {
  return Object.fromEntries(
    Object.entries(stored).map(([key, tensor]) => [key, fromHuggingFaceLayout(key, tensor)]),
  );
}

export function toTensors(record: Readonly<Record<string, LayoutTensor>>): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(record).map(([key, { shape, data }]) => [key, tf.tensor(data, [...shape])]),
  );
}

/** NCHW to NHWC; other tensors stay. */
export function toNhwc(tensor: tf.Tensor): tf.Tensor {
  return tensor.shape.length === 4 ? tf.transpose(tensor, [0, 2, 3, 1]) : tensor;
}

/** A golden model's inputs as tensors, its images NHWC. */
export function goldenInputs(
  network: Unet,
  io: Readonly<Record<string, tf.Tensor>>,
): { xt: tf.Tensor4D; t: tf.Tensor1D; condition: UnetCondition } {
  const labels = io["class_labels"];
  // Numbers are stored as float32 throughout.
  const whole = network.config.numClassEmbeds !== null;
  const classLabels = labels && ((whole ? tf.cast(labels, "int32") : labels) as tf.Tensor1D);
  return {
    xt: toNhwc(io["sample"]!) as tf.Tensor4D,
    t: tf.cast(io["timestep"]!, "int32") as tf.Tensor1D,
    condition: classLabels ? { classLabels } : {},
  };
}

export function largestDifference(a: tf.Tensor, b: tf.Tensor): number {
  if (a.shape.join() !== b.shape.join()) throw new Error(`shapes [${a.shape}] and [${b.shape}] differ`);
  return tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!);
}
