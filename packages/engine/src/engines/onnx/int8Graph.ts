import type { CompiledFunction, Int8Options } from "../../api/engine.ts";
import { checkInputs } from "../../api/signature.ts";
import type { Graph } from "../../graph/graph.ts";
import { fuseChannelShifts } from "../../passes/fuseChannelShifts.ts";
import { normsOfSums } from "../../passes/normsOfSums.ts";
import {
  type Int8Filters,
  quantizableConvolutions,
  quantizeConvolutions,
} from "../../passes/quantizeConvolutions.ts";
import { removeDeadNodes } from "../../passes/removeDeadNodes.ts";
import { signatureOf } from "../compiledFunction.ts";
import { observeRanges } from "./observeRanges.ts";

/**
 * A traced graph with convolutions on whole numbers of eight bits, scaled for what they see on the calibration's inputs.
 *
 * @param compile - Makes a graph ready to run as it is.
 */
export async function int8Graph(
  graph: Graph,
  { calibration }: Int8Options,
  compile: (graph: Graph) => Promise<CompiledFunction>,
  filters: Int8Filters,
): Promise<Graph> {
  if (calibration.length === 0) {
    throw new RangeError(
      "compile: int8.calibration must hold inputs to run the function on, got none. Give some that are like those to come.",
    );
  }
  if (graph.nodes.some(({ kernel }) => /Gradient|Backprop/.test(kernel))) {
    throw new RangeError(
      "compile: int8 must be left out for a function with gradients, which go astray where numbers are rounded. Take float32.",
    );
  }
  for (const [index, inputs] of calibration.entries())
    checkInputs(signatureOf(graph.inputs), inputs, `compile: int8.calibration[${index}]:`);
  const convolutions = quantizableConvolutions(graph);
  const values = convolutions.flatMap(({ inputs, outputs }) => [inputs["x"]!, outputs[0]!]);
  const ranges = await observeRanges(graph, values, compile, calibration);
  const simplified = normsOfSums(fuseChannelShifts(graph));
  return removeDeadNodes(quantizeConvolutions(simplified, ranges, filters));
}
