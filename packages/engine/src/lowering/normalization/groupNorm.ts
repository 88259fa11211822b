import { sizeOf } from "../../graph/shape.ts";
import type { OnnxBuilder, TensorName } from "../../onnx/OnnxBuilder.ts";
import { type LoweredCall, type LoweringTable, refuseInput } from "../Lowering.ts";
import { silu, siluGradient } from "../silu.ts";
import { groupMeans } from "./groupMeans.ts";

/**
 * Group norm over `x` reshaped to [batch, places, channels]. Values of a group are repeated for each of its channels, [batch, 1, channels].
 */
class GroupNormGraph {
  private readonly batch: number;
  private readonly places: number;
  private readonly channels: number;
  private readonly groups: number;

  constructor(
    private readonly graph: OnnxBuilder,
    private readonly call: LoweredCall,
  ) {
    const x = call.shape("x");
    this.batch = x[0]!;
    this.channels = x.at(-1)!;
    this.places = sizeOf(x) / this.batch / this.channels;
    this.groups = call.attributes["groups"] as number;
  }

  rows(name: string): TensorName {
    return this.graph.reshape(this.call.tensor(name), [this.batch, this.places, this.channels]);
  }

  overPlaces(x: TensorName): TensorName {
    return this.graph.reduce("ReduceSum", x, [1], true);
  }

  /** Compute the mean over positions and channels of a group from sums over positions. */
  groupMean(sums: TensorName): TensorName {
    const { channels, groups, places } = this;
    return groupMeans(this.graph, sums, { channels, groups, places });
  }

  /** Compute x − μ, μ, 1/σ and z = (x − μ)·γ/σ + β: the same nodes in a forward pass and in its gradient. */
  normalised() {
    const { graph, call } = this;
    const x = this.rows("x");
    const mean = this.groupMean(this.overPlaces(x));
    const centred = graph.op("Sub", [x, mean]);
    // Average (x − μ)², not x² − μ², which loses all digits if the mean is large.
    const variance = this.groupMean(this.overPlaces(graph.op("Mul", [centred, centred])));
    const epsilon = graph.scalar(call.attributes["epsilon"] as number);
    const rstd = graph.op("Reciprocal", [graph.op("Sqrt", [graph.op("Add", [variance, epsilon])])]);
    const scale = graph.op("Mul", [rstd, call.tensor("gamma")]);
    const z = graph.op("Add", [graph.op("Mul", [centred, scale]), call.tensor("beta")]);
    return { centred, mean, rstd, scale, z };
  }

  /** Reduce [batch, 1, channels] to [batch, groups]. */
  perGroup(x: TensorName): TensorName {
    const { graph, batch, groups, channels } = this;
    const inGroups = graph.reshape(x, [batch, groups, channels / groups]);
    const [zero, one, axis] = [0, 1, 2].map((value) => graph.integers([value])) as [string, string, string];
    return graph.reshape(graph.op("Slice", [inGroups, zero, one, axis]), [batch, groups]);
  }
}

/** Group norm, optionally followed by SiLU, and its gradient. */
export const groupNorm: LoweringTable = {
  CellgenGroupNorm: (graph, call) => {
    refuseInput(call, "shift");
    const norm = new GroupNormGraph(graph, call);
    const { mean, rstd, z } = norm.normalised();
    const y = call.attributes["silu"] ? silu(graph, z, call.differentiated) : z;
    return [graph.reshape(y, call.outputShape), norm.perGroup(mean), norm.perGroup(rstd)];
  },

  // With d = x − μ and m(·) the mean over a group: dγ = Σ dz·d/σ, dβ = Σ dz, dx = dz·γ/σ − m(dz·γ)/σ − d·m(dz·γ·d)/σ³.
  CellgenGroupNormGradient: (graph, call) => {
    refuseInput(call, "shift");
    const norm = new GroupNormGraph(graph, call);
    const { centred, rstd, scale, z } = norm.normalised();
    const multiply = (a: TensorName, b: TensorName) => graph.op("Mul", [a, b]);
    const dz = call.attributes["silu"] ? siluGradient(graph, z, norm.rows("dy")) : norm.rows("dy");
    const dzSum = norm.overPlaces(dz);
    const dzCentred = norm.overPlaces(multiply(dz, centred));
    const level = norm.groupMean(multiply(dzSum, scale));
    const slope = multiply(norm.groupMean(multiply(dzCentred, scale)), multiply(rstd, rstd));
    const alone = graph.op("Sub", [multiply(dz, scale), level]);
    const dx = graph.op("Sub", [alone, multiply(centred, slope)]);
    const total = (sums: TensorName) => graph.reduce("ReduceSum", sums, [0, 1]);
    return [graph.reshape(dx, call.outputShape), total(multiply(dzCentred, rstd)), total(dzSum)];
  },
};
