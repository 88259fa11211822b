import { readFileSync } from "node:fs";
import { decodeSafetensors, toFloat32 } from "@cellgen/safetensors";
import * as tf from "@tensorflow/tfjs-core";
import { fromHuggingFaceLayout, type LayoutTensor, type Unet } from "../src/index.ts";

const folder = new URL("../../../fixtures/unet/", import.meta.url);

export function goldenConfig(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`${name}/config.json`, folder), "utf8"));
}

/** The tensors of one of a golden model's files. */
export function goldenTensors(name: string, file: string): Record<string, LayoutTensor> {
  const { tensors } = decodeSafetensors(readFileSync(new URL(`${name}/${file}.safetensors`, folder)));
  return Object.fromEntries(
    Object.entries(tensors).map(([key, entry]) => [key, { shape: entry.shape, data: toFloat32(entry) }]),
  );
}

/** A golden model's weights in tfjs's layout. */
export function goldenParameters(name: string): Record<string, LayoutTensor> {
  const stored = goldenTensors(name, "diffusion_pytorch_model");
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

/** New parameters as tensors. */
export function initialTensors(network: Unet, seed: number): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(network.init(seed)).map(([name, values]) => [
      name,
      tf.tensor(values, [...network.parameterShapes[name]!]),
    ]),
  );
}

export function largestDifference(a: tf.Tensor, b: tf.Tensor): number {
  if (a.shape.join() !== b.shape.join()) throw new Error(`shapes [${a.shape}] and [${b.shape}] differ`);
  return tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!);
}
