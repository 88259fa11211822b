import type { OnnxBuilder, TensorName } from "../onnx/OnnxBuilder.ts";
import { sizeOf } from "../signature.ts";
import type { LoweredCall, LoweringTable } from "./Lowering.ts";

/** Group normalisation over `x` seen as [batch, places, channels], written in sums a (sample, channel). */
class GroupNormGraph {
  readonly batch: number;
  readonly channels: number;
  readonly places: number;
  readonly groups: number;

  constructor(
    private readonly graph: OnnxBuilder,
    call: LoweredCall,
  ) {
    const x = call.shape("x");
    this.batch = x[0]!;
    this.channels = x.at(-1)!;
    this.places = sizeOf(x) / this.batch / this.channels;
    this.groups = call.attributes["groups"] as number;
  }

  private get size(): number {
    return (this.places * this.channels) / this.groups;
  }

  rows(x: TensorName): TensorName {
    return this.graph.reshape(x, [this.batch, this.places, this.channels]);
  }

  /** Sums [batch, places, channels] over the places. */
  overPlaces(x: TensorName): TensorName {
    return this.graph.reduce("ReduceSum", x, [1]);
  }

  /** The mean over a group, of sums a channel [batch, channels]: [batch, groups, 1]. */
  groupMean(sums: TensorName): TensorName {
    const byGroup = this.graph.reshape(sums, [this.batch, this.groups, this.channels / this.groups]);
    return this.graph.op("Mul", [
      this.graph.reduce("ReduceSum", byGroup, [2], true),
      this.graph.scalar(1 / this.size),
    ]);
  }

  /** [batch, groups] as [batch, groups, 1]. */
  column(perGroup: TensorName): TensorName {
    return this.graph.reshape(perGroup, [this.batch, this.groups, 1]);
  }

  /** One value a group, repeated for its channels: [batch, 1, channels]. */
  perChannel(perGroup: TensorName): TensorName {
    const shape = this.graph.integers([this.batch, this.groups, this.channels / this.groups]);
    return this.graph.reshape(this.graph.op("Expand", [perGroup, shape]), [this.batch, 1, this.channels]);
  }

  /** `x̂·γ + β` as one product and one sum: the scale γ/σ, and the normalised, scaled x. */
  affine(x: TensorName, gamma: TensorName, beta: TensorName, mean: TensorName, rstd: TensorName) {
    const { graph, batch, groups, channels } = this;
    const grouped = graph.reshape(gamma, [1, groups, channels / groups]);
    const byGroup = graph.op("Mul", [this.column(rstd), grouped]);
    const scale = graph.reshape(byGroup, [batch, 1, channels]);
    const moved = graph.reshape(graph.op("Mul", [byGroup, this.column(mean)]), [batch, 1, channels]);
    const shift = graph.op("Sub", [graph.reshape(beta, [1, 1, channels]), moved]);
    return { scale, z: graph.op("Add", [graph.op("Mul", [this.rows(x), scale]), shift]) };
  }
}

/** Group norm, with SiLU after it if asked, and its gradient (engine: dx = dz·γ/σ − x·m2 + (μ·m2 − m1)). */
export const groupNorm: LoweringTable = {
  CellgenGroupNorm: (graph, call) => {
    const norm = new GroupNormGraph(graph, call);
    const x = norm.rows(call.tensor("x"));
    const mean = norm.groupMean(norm.overPlaces(x));
    const square = norm.groupMean(norm.overPlaces(graph.op("Mul", [x, x])));
    // Rounding may leave a constant group's variance just below zero.
    const variance = graph.op("Max", [
      graph.op("Sub", [square, graph.op("Mul", [mean, mean])]),
      graph.scalar(0),
    ]);
    const sigma = graph.op("Sqrt", [
      graph.op("Add", [variance, graph.scalar(call.attributes["epsilon"] as number)]),
    ]);
    const perGroup = [norm.batch, norm.groups];
    const meanOut = graph.reshape(mean, perGroup);
    const rstdOut = graph.reshape(graph.op("Reciprocal", [sigma]), perGroup);
    const { z } = norm.affine(call.tensor("x"), call.tensor("gamma"), call.tensor("beta"), meanOut, rstdOut);
    return [graph.reshape(activated(graph, z, call), call.outputShape), meanOut, rstdOut];
  },

  CellgenGroupNormGradient: (graph, call) => {
    const norm = new GroupNormGraph(graph, call);
    const [mean, rstd, gamma] = [call.tensor("mean"), call.tensor("rstd"), call.tensor("gamma")];
    const multiply = (a: TensorName, b: TensorName) => graph.op("Mul", [a, b]);
    const x = norm.rows(call.tensor("x"));
    const { scale, z } = norm.affine(call.tensor("x"), gamma, call.tensor("beta"), mean, rstd);
    const dy = norm.rows(call.tensor("dy"));
    const dz = call.attributes["silu"] ? siluGradient(graph, z, dy) : dy;
    const vector = [norm.batch, norm.channels];
    const dzSum = norm.overPlaces(dz);
    const flat = (perGroup: TensorName) => graph.reshape(norm.perChannel(norm.column(perGroup)), vector);
    // Σ dz·x̂ = (Σ dz·x − μ·Σ dz)/σ
    const dzX = graph.op("Sub", [norm.overPlaces(multiply(dz, x)), multiply(dzSum, flat(mean))]);
    const dzNormalised = multiply(dzX, flat(rstd));
    const gammaRow = graph.reshape(gamma, [1, norm.channels]);
    const groupTerm = (sums: TensorName) =>
      multiply(norm.groupMean(multiply(sums, gammaRow)), norm.column(rstd));
    const m1 = groupTerm(dzSum);
    const m2 = multiply(groupTerm(dzNormalised), norm.column(rstd));
    const constant = norm.perChannel(graph.op("Sub", [multiply(norm.column(mean), m2), m1]));
    const varying = graph.op("Sub", [multiply(dz, scale), multiply(x, norm.perChannel(m2))]);
    const dx = graph.op("Add", [varying, constant]);
    const total = (sums: TensorName) => graph.reduce("ReduceSum", sums, [0]);
    return [graph.reshape(dx, call.outputShape), total(dzNormalised), total(dzSum)];
  },
};

function activated(graph: OnnxBuilder, z: TensorName, call: LoweredCall): TensorName {
  return call.attributes["silu"] ? silu(graph, z, call.differentiated) : z;
}

/** `z·sigmoid(z)`; in one operator if no gradient will ask for the sigmoid. */
export function silu(graph: OnnxBuilder, z: TensorName, keepSigmoid: boolean): TensorName {
  if (keepSigmoid) return graph.op("Mul", [z, graph.op("Sigmoid", [z])]);
  return graph.microsoft("QuickGelu", [z], { alpha: { float: 1 } });
}

/** `dy·((y − y·σ) + σ)` with y = z·σ and σ = sigmoid(z), both as the forward pass has them already. */
export function siluGradient(graph: OnnxBuilder, z: TensorName, dy: TensorName): TensorName {
  const sigmoid = graph.op("Sigmoid", [z]);
  const y = graph.op("Mul", [z, sigmoid]);
  const rest = graph.op("Sub", [y, graph.op("Mul", [y, sigmoid])]);
  return graph.op("Mul", [dy, graph.op("Add", [rest, sigmoid])]);
}
