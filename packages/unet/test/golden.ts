import { readFileSync } from "node:fs";
import type { LayoutTensor } from "../src/index.ts";
import { type GoldenModel, inTfjsLayout, tensorsOf } from "./goldenModel.ts";

const folder = new URL("../../../fixtures/unet/", import.meta.url);

export function goldenConfig(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`${name}/config.json`, folder), "utf8"));
}

/** The tensors of one of a golden model's files. */
export function goldenTensors(name: string, file: string): Record<string, LayoutTensor> {
  return tensorsOf(readFileSync(new URL(`${name}/${file}.safetensors`, folder)));
}

/** A golden model's weights in tfjs's layout. */
export function goldenParameters(name: string): Record<string, LayoutTensor> {
  return inTfjsLayout(goldenTensors(name, "diffusion_pytorch_model"));
}

export function goldenModel(name: string): GoldenModel {
  return {
    config: goldenConfig(name),
    parameters: goldenParameters(name),
    io: goldenTensors(name, "io"),
    grads: goldenTensors(name, "grads"),
  };
}
