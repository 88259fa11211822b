import type { CompileOptions, TensorFunction } from "../api/engine.ts";
import type { Signature } from "../api/signature.ts";
import type { Graph } from "../graph/graph.ts";
import { trace } from "../trace/trace.ts";
import { removeDeadNodes } from "./removeDeadNodes.ts";
import { removeIdentities } from "./removeIdentities.ts";
import { removeOnes } from "./removeOnes.ts";

/** Traces a function and leaves out of its graph what tfjs computes for nothing. */
export function traceOptimized(
  fn: TensorFunction,
  signature: Signature,
  options: CompileOptions = {},
): Graph {
  // Products with ones become identities.
  return removeDeadNodes(removeIdentities(removeOnes(trace(fn, signature, options))));
}
