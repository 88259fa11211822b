import { sizeOf } from "../../graph/shape.ts";
import type { TensorName } from "../../onnx/OnnxBuilder.ts";
import type { LoweringTable } from "../Lowering.ts";
import { silu } from "../silu.ts";
import { groupMeans } from "./groupMeans.ts";

/**
 * Group norm with the fewest passes over an NHWC image, only for forward passes. The variance is the mean of x² minus the squared mean, which
 * loses digits if the mean is large compared with the deviation, no more than int8 quantization does.
 *
 * With a shift s added to each channel of each sample: μ = m(x + s), σ² = m(x² + 2·s·x + s²) − μ²,
 * y = x·γ/σ + (s − μ)·γ/σ + β, where m(·) is the mean over a group.
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

    /** Average over the channels of each group, repeated for each channel. */
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
