/**
 * Runs a TensorFlow.js function at native speed. The function is called once, on tensors without values, and what it asks for is
 * recorded, gradients included; the recorded graph is written as ONNX and run by ONNX Runtime.
 *
 * ```ts
 * import * as tf from "@tensorflow/tfjs-core";
 * import { createEngine } from "@cellgen/engine/node";
 *
 * const engine = await createEngine();
 * const square = await engine.compile(({ x }) => ({ y: tf.square(x!) }), { x: { shape: [3], dtype: "float32" } });
 * console.log(await square({ x: Float32Array.of(1, 2, 3) }));
 * ```
 *
 * This entry holds what needs no native code: the types, the tracing and the ONNX file. Engines are started by
 * `@cellgen/engine/node`, in pages by `@cellgen/engine/web`.
 *
 * The way of a function: trace (with operations' shape rules) → passes → lowering → onnx. Folders import in one direction:
 * graph ← api, operations ← trace ← passes ← lowering ← engines, and graph ← onnx ← lowering.
 *
 * @module
 */

export { type EngineUnavailableCode, EngineUnavailableError } from "./api/EngineUnavailableError.ts";
export type {
  CompiledFunction,
  CompileOptions,
  Engine,
  EngineOptions,
  Int8Options,
  TensorFunction,
} from "./api/engine.ts";
export {
  type EngineChoice,
  type EngineName,
  type ExecutionProvider,
  engineNames,
  executionProviders,
} from "./api/engineChoices.ts";
export { NaNInputError } from "./api/NaNInputError.ts";
export { OutOfMemoryError } from "./api/OutOfMemoryError.ts";
export type { ConstantTensor, HostArray, Signature, TensorSpec } from "./api/signature.ts";
export { UnsupportedOperationError } from "./api/UnsupportedOperationError.ts";
export { countFlops } from "./countFlops.ts";
export { registerGradients } from "./trace/registerGradients.ts";
export { traceToOnnx } from "./traceToOnnx.ts";
