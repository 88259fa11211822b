import type { CompileOptions, TensorFunction } from "../api/engine.ts";
import type { Signature } from "../api/signature.ts";
import type { Graph } from "../graph/graph.ts";
import { trace } from "../trace/trace.ts";
import { removeDeadNodes } from "./removeDeadNodes.ts";
import { removeIdentities } from "./removeIdentities.ts";
import { removeOnes } from "./removeOnes.ts";

/** Trace a function and remove redundant operations of tfjs from its graph. */
export function traceOptimized(
  fn: TensorFunction,
  signature: Signature,
  options: CompileOptions = {},
): Graph {
  // removeOnes turns products with ones into identities, which the next pass removes.
  return removeDeadNodes(removeIdentities(removeOnes(trace(fn, signature, options))));
}
