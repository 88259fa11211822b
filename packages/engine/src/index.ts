/**
 * Compile TensorFlow.js functions and run them at native speed. A function is traced once with symbolic tensors, including its gradients; the
 * recorded graph is converted to ONNX and run by ONNX Runtime.
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
 * This entry contains the parts without native code: types, tracing and ONNX export. Engines are started by `@cellgen/engine/node`, or by
 * `@cellgen/engine/web` in web pages.
 *
 * Compilation stages: trace (with shape rules of the operations) → passes → lowering → onnx. Folders import in one direction:
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
