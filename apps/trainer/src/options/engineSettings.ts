import type { EngineChoice } from "@cellgen/engine";
import { z } from "zod";
import { oneOf, wholeNumber, yesOrNo } from "./rules.ts";

/** Written out, because the engine package takes a while to load and --help should not. */
export const engineChoices = [
  "auto",
  "onnx",
  "onnx:cpu",
  "onnx:webgpu",
  "onnx:cuda",
  "onnx:coreml",
  "onnx:dml",
  "tensorflow",
  "webgpu",
  "webgl",
  "wasm",
  "cpu",
] as const satisfies readonly EngineChoice[];

/** What computes, and with how much of the machine. */
export const engineSettings = {
  engine: oneOf(engineChoices),
  /** Where it is not told, the engine takes the physical cores. */
  threads: wholeNumber(1, 1024).optional(),
  shareCores: yesOrNo(),
  /** Whether images lie in blocks of channels, where the processor has fast operators for them. */
  blocks: yesOrNo(),
};

const schema = z.strictObject(engineSettings);

export type EngineSettings = z.infer<typeof schema>;

export const engineDefaults: EngineSettings = { engine: "auto", shareCores: false, blocks: true };
