import type { Graph } from "../graph/graph.ts";
import { fuseChannelShifts } from "./fuseChannelShifts.ts";
import { fuseResiduals } from "./fuseResiduals.ts";
import { fuseUpsampling } from "./fuseUpsampling.ts";
import { removeDeadNodes } from "./removeDeadNodes.ts";

/** Fuse kernels that the blocked lowering implements as one. */
export function fuseKernels(graph: Graph): Graph {
  return removeDeadNodes(fuseResiduals(fuseChannelShifts(fuseUpsampling(graph))));
}
