import type { CompileOptions, TensorFunction } from "./engine.ts";
import { lowerToOnnx } from "./lowering/lowerToOnnx.ts";
import { fuseChannelShifts } from "./passes/fuseChannelShifts.ts";
import { fuseResiduals } from "./passes/fuseResiduals.ts";
import { fuseUpsampling } from "./passes/fuseUpsampling.ts";
import { removeDeadNodes } from "./passes/removeDeadNodes.ts";
import { removeIdentities } from "./passes/removeIdentities.ts";
import { removeOnes } from "./passes/removeOnes.ts";
import type { Signature } from "./signature.ts";
import type { Graph } from "./trace/graph.ts";
import { trace } from "./trace/trace.ts";

/** Traces a function and simplifies its graph. */
export function traceOptimized(
  fn: TensorFunction,
  signature: Signature,
  options: CompileOptions = {},
): Graph {
  return removeDeadNodes(removeIdentities(removeOnes(trace(fn, signature, options))));
}

/** Joins kernels that are one in the lowering to blocks of channels. */
export function fused(graph: Graph): Graph {
  return removeDeadNodes(fuseResiduals(fuseChannelShifts(fuseUpsampling(graph))));
}

/**
 * Writes a tensor function, gradients included, as an ONNX model (opset 21): the bytes of a .onnx file.
 *
 * Its inputs and outputs have the names of the signature and of the function's result; images stay NHWC.
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
