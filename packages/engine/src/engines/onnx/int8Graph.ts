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
 * Quantize the convolutions of a traced graph to int8, with ranges measured on the calibration inputs.
 *
 * @param compile - Compiles a graph without changes.
 */
export async function int8Graph(
  graph: Graph,
  { calibration }: Int8Options,
  compile: (graph: Graph) => Promise<CompiledFunction>,
  filters: Int8Filters,
): Promise<Graph> {
  if (calibration.length === 0) {
    throw new RangeError(
      "compile: int8.calibration must hold inputs to run the function on, got none. Give representative inputs.",
    );
  }
  if (graph.nodes.some(({ kernel }) => /Gradient|Backprop/.test(kernel))) {
    throw new RangeError(
      "compile: int8 must be omitted for a function with gradients, which quantization makes inaccurate. Use float32.",
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
