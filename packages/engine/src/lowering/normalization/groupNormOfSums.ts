import { sizeOf } from "../../graph/shape.ts";
import type { TensorName } from "../../onnx/OnnxBuilder.ts";
import type { LoweringTable } from "../Lowering.ts";
import { silu } from "../silu.ts";
import { groupMeans } from "./groupMeans.ts";

/**
 * Group norm in the fewest passes over an NHWC image, for a forward pass alone: the variance is the mean of x² less the square of the
 * mean, which loses digits where the mean is large against the deviation, as eight bits would lose them anyway.
 *
 * With a number s that is added to each channel of each sample before: μ = m(x + s), σ² = m(x² + 2·s·x + s²) − μ²,
 * y = x·γ/σ + (s − μ)·γ/σ + β, m(·) the mean over a group.
 */
export const groupNormOfSums: LoweringTable = {
  CellgenGroupNormOfSums: (graph, call) => {
    const shape = call.shape("x");
    const [batch, channels] = [shape[0]!, shape.at(-1)!];
    const places = sizeOf(shape) / batch / channels;
    const { groups, epsilon } = call.attributes as { groups: number; epsilon: number };
    const multiply = (a: TensorName, b: TensorName) => graph.op("Mul", [a, b]);
    const add = (a: TensorName, b: TensorName) => graph.op("Add", [a, b]);
    const perSample = [batch, 1, channels];

    /** The mean over the channels of a group, for each of them. */
    const groupMean = (perChannel: TensorName) => groupMeans(graph, perChannel, { channels, groups });

    const x = graph.reshape(call.tensor("x"), [batch, places, channels]);
    const placeMean = (image: TensorName) => graph.reduce("ReduceMean", image, [1], true);
    let mean = placeMean(x);
    let meanSquare = placeMean(multiply(x, x));
    const shift = call.node.inputs["shift"] && graph.reshape(call.tensor("shift"), perSample);
    if (shift) {
      meanSquare = add(meanSquare, multiply(shift, add(add(mean, mean), shift)));
      mean = add(mean, shift);
    }
    const groupsMean = groupMean(mean);
    const variance = graph.op("Sub", [groupMean(meanSquare), multiply(groupsMean, groupsMean)]);
    const positive = add(graph.op("Relu", [variance]), graph.scalar(epsilon));
    const scale = graph.op("Div", [call.tensor("gamma"), graph.op("Sqrt", [positive])]);
    const offset = shift
      ? add(call.tensor("beta"), multiply(graph.op("Sub", [shift, groupsMean]), scale))
      : graph.op("Sub", [call.tensor("beta"), multiply(groupsMean, scale)]);
    const z = add(multiply(x, scale), offset);
    return [graph.reshape(call.attributes["silu"] ? silu(graph, z, false) : z, call.outputShape)];
  },
};
