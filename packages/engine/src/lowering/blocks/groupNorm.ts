import type { Shape4 } from "../../graph/shape.ts";
import type { TensorName } from "../../onnx/OnnxBuilder.ts";
import { groupMeans } from "../normalization/groupMeans.ts";
import type { BlockedCall, BlockedLoweringTable } from "./BlockedLowering.ts";
import { blocked, plain } from "./LaidOut.ts";

/** Group norm over an image in blocks. Values of a group are repeated for each of its channels, [batch, filled channels]. */
class BlockedGroupNorm {
  private readonly shape: Shape4;
  private readonly groups: number;

  constructor(private readonly call: BlockedCall) {
    this.shape = call.shape("x") as Shape4;
    this.groups = call.attributes["groups"] as number;
  }

  /** Average over the channels of each group. */
  groupMean(perChannel: TensorName): TensorName {
    const { blocks } = this.call;
    const channels = this.shape[3];
    return groupMeans(blocks.graph, perChannel, {
      channels,
      groups: this.groups,
      filled: blocks.filled(channels),
    });
  }

  /**
   * Compute, with the image in blocks, x − μ, μ, 1/σ, γ/σ and z = (x − μ)·γ/σ + β: the same nodes in a forward pass and in its gradient.
   */
  normalised() {
    const { call, shape } = this;
    const { blocks } = call;
    const { graph } = blocks;
    const x = call.blocked("x");
    const own = blocks.mean(x, shape);
    // A shift per sample and channel is included here, without a pass over the image.
    const shift = call.node.inputs["shift"] && this.perSample("shift");
    const mean = this.groupMean(shift ? graph.op("Add", [own, shift]) : own);
    const toCentre = shift ? graph.op("Sub", [shift, mean]) : graph.op("Neg", [mean]);
    const centred = blocks.scale(x, shape, undefined, { shift: toCentre });
    // Average (x − μ)², not x² − μ², which loses all digits if the mean is large.
    const variance = graph.op("Mul", [
      this.groupMean(blocks.products(centred, centred, shape)),
      graph.scalar(1 / (shape[1] * shape[2])),
    ]);
    const epsilon = graph.scalar(call.attributes["epsilon"] as number);
    const rstd = graph.op("Reciprocal", [graph.op("Sqrt", [graph.op("Add", [variance, epsilon])])]);
    const scale = graph.op("Mul", [rstd, blocks.vector(call.tensor("gamma"), shape[3])]);
    const beta = graph.op("Tile", [blocks.vector(call.tensor("beta"), shape[3]), graph.integers([shape[0]])]);
    const z = blocks.scale(centred, shape, scale, { shift: beta });
    return { centred, mean, rstd, scale, z };
  }

  /** Reshape [batch, 1, 1, channels] to [batch, filled channels]. */
  private perSample(name: string): TensorName {
    const { blocks } = this.call;
    const [n, , , c] = this.shape;
    return blocks.filledUp(blocks.graph.reshape(this.call.tensor(name), [n, c]), 2, [[1, c]]);
  }

  /** Reduce [batch, filled channels] to [batch, groups]. */
  perGroup(x: TensorName): TensorName {
    const { graph } = this.call.blocks;
    const firsts = Array.from({ length: this.groups }, (_, group) => (group * this.shape[3]) / this.groups);
    return graph.op("Gather", [x, graph.integers(firsts)], { axis: 1 });
  }
}

/** Group norm over images in blocks, optionally followed by SiLU, and its gradient. */
export const groupNorm: BlockedLoweringTable = {
  CellgenGroupNorm: (_graph, call) => {
    if (call.outputShape.length !== 4) return undefined;
    const norm = new BlockedGroupNorm(call);
    const { mean, rstd, z } = norm.normalised();
    const y = call.attributes["silu"] ? silu(call, z) : z;
    return [blocked(y), plain(norm.perGroup(mean)), plain(norm.perGroup(rstd))];
  },

  // With d = x − μ and m(·) the mean over a group: dγ = Σ dz·d/σ, dβ = Σ dz, dx = dz·γ/σ − m(dz·γ)/σ − d·m(dz·γ·d)/σ³.
  CellgenGroupNormGradient: (graph, call) => {
    if (call.outputShape.length !== 4) return undefined;
    const { blocks } = call;
    const shape = call.shape("x") as Shape4;
    const places = graph.scalar(shape[1] * shape[2]);
    const norm = new BlockedGroupNorm(call);
    const { centred, rstd, scale, z } = norm.normalised();
    const multiply = (a: TensorName, b: TensorName) => graph.op("Mul", [a, b]);
    const dy = call.blocked("dy");
    const dz = call.attributes["silu"] ? siluGradient(call, z, dy) : dy;
    const dzMean = blocks.mean(dz, shape);
    const dzCentred = blocks.products(dz, centred, shape);
    const level = graph.op("Neg", [norm.groupMean(multiply(dzMean, scale))]);
    const perPlace = graph.scalar(-1 / (shape[1] * shape[2]));
    const slope = multiply(
      norm.groupMean(multiply(dzCentred, scale)),
      multiply(multiply(rstd, rstd), perPlace),
    );
    const along = blocks.scale(centred, shape, slope, { shift: level });
    const dx = blocks.scale(dz, shape, scale, { sum: along });
    const total = (perSample: TensorName) =>
      graph.reshape(blocks.trimmed(graph.reduce("ReduceSum", perSample, [0], true), shape[3]), [shape[3]]);
    return [blocked(dx), plain(total(multiply(dzCentred, rstd))), plain(total(multiply(dzMean, places)))];
  },
};

/** Compute SiLU of an image in blocks. */
export function silu({ blocks: { graph } }: BlockedCall, z: TensorName): TensorName {
  return graph.microsoft("QuickGelu", [z], { alpha: { float: 1 } });
}

/** Compute `dy·σ(z)·(1 + z − y)` with y = z·σ(z) from the forward pass. The sum takes one pass. */
export function siluGradient(call: BlockedCall, z: TensorName, dy: TensorName): TensorName {
  const { blocks } = call;
  const { graph } = blocks;
  const shape = call.outputShape as Shape4;
  const channels = [shape[0], blocks.filled(shape[3])];
  const minus = graph.filled(channels, "float32", -1);
  const ones = graph.filled(channels, "float32", 1);
  const sigmoid = graph.op("Sigmoid", [z]);
  const rest = blocks.scale(silu(call, z), shape, minus, { shift: ones, sum: z });
  return graph.op("Mul", [graph.op("Mul", [dy, sigmoid]), rest]);
}
