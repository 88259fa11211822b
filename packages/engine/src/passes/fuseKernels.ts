import type { Graph } from "../graph/graph.ts";
import { fuseChannelShifts } from "./fuseChannelShifts.ts";
import { fuseResiduals } from "./fuseResiduals.ts";
import { fuseUpsampling } from "./fuseUpsampling.ts";
import { removeDeadNodes } from "./removeDeadNodes.ts";

/** Joins kernels that are one in the lowering to blocks of channels. */
export function fuseKernels(graph: Graph): Graph {
  return removeDeadNodes(fuseResiduals(fuseChannelShifts(fuseUpsampling(graph))));
}
