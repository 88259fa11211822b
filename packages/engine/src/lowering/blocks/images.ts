import type { Shape4 } from "../../graph/shape.ts";
import { equalShapes, sizeOf } from "../../graph/shape.ts";
import type { TensorName } from "../../onnx/OnnxBuilder.ts";
import { reducedAxes } from "../../operations/reductions.ts";
import { sliceBounds, splitSizes } from "../../operations/slices.ts";
import type { BlockedCall, BlockedLowering, BlockedLoweringTable } from "./BlockedLowering.ts";
import { silu, siluGradient } from "./groupNorm.ts";
import { blocked, plain } from "./LaidOut.ts";

const isImage = (shape: readonly number[]) => shape.length === 4;

/** Check whether any image of the call is in blocks. Otherwise the plain lowering is used. */
const anyInBlocks = (call: BlockedCall) => Object.keys(call.node.inputs).some((name) => call.inBlocks(name));

/** Elementwise operators that map zero to zero. */
const unary =
  (write: (call: BlockedCall, x: TensorName) => TensorName): BlockedLowering =>
  (_graph, call) =>
    call.inBlocks("x") ? [blocked(write(call, call.blocked("x")))] : undefined;

const sum: BlockedLowering = (graph, call) => {
  const { blocks } = call;
  const shape = call.shape("x");
  if (!call.inBlocks("x")) return undefined;
  const axes = [...reducedAxes(shape, call.attributes)].sort();
  const [n, h, w, c] = shape as Shape4;
  const withBatch = equalShapes(axes, [0, 1, 2]);
  if (!withBatch && !equalShapes(axes, [1, 2])) return undefined;
  const means = blocks.mean(call.blocked("x"), shape as Shape4);
  // Sum over the samples by a product with a row of constants.
  const sums = withBatch
    ? graph.op("MatMul", [graph.filled([1, n], "float32", h * w), means])
    : graph.op("Mul", [means, graph.scalar(h * w)]);
  return [plain(graph.reshape(blocks.trimmed(sums, c), call.outputShape))];
};

/** Lower operators on two images of one shape, or on an image and a value per channel, of each sample or of all. */
const binary =
  (type: "Add" | "Mul"): BlockedLowering =>
  (graph, call) => {
    const { blocks, outputShape } = call;
    if (!isImage(outputShape) || !anyInBlocks(call)) return undefined;
    const [a, b] = [call.shape("a"), call.shape("b")];
    if (equalShapes(a, b)) return [blocked(graph.op(type, [call.blocked("a"), call.blocked("b")]))];
    const [image, other] = call.inBlocks("a") ? (["a", "b"] as const) : (["b", "a"] as const);
    const [n, , , c] = outputShape as Shape4;
    if (!equalShapes(call.shape(image), outputShape)) return undefined;
    if (type === "Mul" && sizeOf(call.shape(other)) === 1) {
      const factor = graph.reshape(call.tensor(other), []);
      return [blocked(graph.op("Mul", [call.blocked(image), factor]))];
    }
    if (!equalShapes(call.shape(other), [n, 1, 1, c])) return undefined;
    const perChannel = blocks.filledUp(graph.reshape(call.tensor(other), [n, c]), 2, [[1, c]]);
    const scaled =
      type === "Mul"
        ? blocks.scale(call.blocked(image), outputShape as Shape4, perChannel, {})
        : blocks.scale(call.blocked(image), outputShape as Shape4, undefined, { shift: perChannel });
    return [blocked(scaled)];
  };

const wholeBlocks = (call: BlockedCall, counts: readonly number[]) =>
  counts.every((count) => count % call.blocks.size === 0);

const concat: BlockedLowering = (graph, call) => {
  if (!isImage(call.outputShape) || call.attributes["axis"] !== 3 || !anyInBlocks(call)) return undefined;
  const names = Object.keys(call.node.inputs);
  const channels = names.map((name) => call.shape(name)[3]!);
  if (!wholeBlocks(call, channels)) return undefined;
  const parts = names.map((name) => call.blocked(name));
  return [blocked(graph.op("Concat", parts, { axis: 1 }))];
};

const slice: BlockedLowering = (graph, call) => {
  const shape = call.shape("x");
  if (!isImage(shape) || !call.inBlocks("x")) return undefined;
  const { begin, size } = sliceBounds(shape, call.attributes["begin"], call.attributes["size"]);
  const channelsAlone = [0, 1, 2].every((axis) => begin[axis] === 0 && size[axis] === shape[axis]);
  if (!channelsAlone || !wholeBlocks(call, [begin[3]!, size[3]!])) return undefined;
  const bounds = [graph.integers([begin[3]!]), graph.integers([begin[3]! + size[3]!]), graph.integers([1])];
  return [blocked(graph.op("Slice", [call.blocked("x"), ...bounds]))];
};

const split: BlockedLowering = (graph, call) => {
  const shape = call.shape("x");
  if (!isImage(shape) || !call.inBlocks("x") || call.attributes["axis"] !== 3) return undefined;
  const sizes = splitSizes(shape, call.attributes["numOrSizeSplits"], 3);
  if (!wholeBlocks(call, sizes)) return undefined;
  return graph
    .ops("Split", [call.blocked("x"), graph.integers(sizes)], sizes.length, { axis: 1 })
    .map(blocked);
};

/** Kernels that keep an image in blocks if it is in blocks. */
export const images: BlockedLoweringTable = {
  Identity: unary((_, x) => x),
  Neg: unary((call, x) => call.blocks.graph.op("Neg", [x])),
  CellgenSilu: unary(silu),
  CellgenSiluGradient: (_graph, call) =>
    isImage(call.outputShape) && anyInBlocks(call)
      ? [blocked(siluGradient(call, call.blocked("x"), call.blocked("dy")))]
      : undefined,
  Add: binary("Add"),
  Multiply: binary("Mul"),
  Sum: sum,
  Concat: concat,
  Slice: slice,
  SplitV: split,
};
