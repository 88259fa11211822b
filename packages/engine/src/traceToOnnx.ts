import type { CompileOptions, TensorFunction } from "./api/engine.ts";
import type { Signature } from "./api/signature.ts";
import { lowerToOnnx } from "./lowering/lowerToOnnx.ts";
import { traceOptimized } from "./passes/traceOptimized.ts";

/**
 * Convert a tensor function, including gradients, to an ONNX model (opset 21): the contents of a .onnx file.
 *
 * Inputs and outputs keep the names of the signature and of the function's result; images stay NHWC.
 *
 * @throws Error if the function cannot be traced (see `Engine.compile`).
 */
export function traceToOnnx(
  fn: TensorFunction,
  signature: Signature,
  options: CompileOptions = {},
): Uint8Array {
  return lowerToOnnx(traceOptimized(fn, signature, options));
}
