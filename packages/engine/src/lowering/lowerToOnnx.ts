import type { Graph, GraphNode, Value } from "../graph/graph.ts";
import type { Shape4 } from "../graph/shape.ts";
import { sizeOf } from "../graph/shape.ts";
import { OnnxBuilder, type TensorName } from "../onnx/OnnxBuilder.ts";
import { BlockBuilder } from "./blocks/BlockBuilder.ts";
import type { BlockedLoweringTable } from "./blocks/BlockedLowering.ts";
import { convolution as blockedConvolution } from "./blocks/convolution.ts";
import { groupNorm as blockedGroupNorm } from "./blocks/groupNorm.ts";
import { images as blockedImages } from "./blocks/images.ts";
import type { LaidOut } from "./blocks/LaidOut.ts";
import { upsampleConvolution as blockedUpsampleConvolution } from "./blocks/upsampleConvolution.ts";
import type { LoweredCall } from "./Lowering.ts";
import { lowerings, passLowerings } from "./lowerings.ts";

const blockedTable: BlockedLoweringTable = {
  ...blockedConvolution,
  ...blockedGroupNorm,
  ...blockedImages,
  ...blockedUpsampleConvolution,
};

/** Target of the lowering. */
export interface LoweringTarget {
  /**
   * Channels per block in ONNX Runtime's internal image layout on this machine, if its operators may be used. They are not standardized, so
   * exported files must not use them.
   */
  readonly blockSize?: number | undefined;
}

/** Convert a traced graph to an ONNX model. Inputs and outputs keep their names. */
export function lowerToOnnx(graph: Graph, { blockSize }: LoweringTarget = {}): Uint8Array {
  const builder = new OnnxBuilder(new Set([...Object.keys(graph.inputs), ...Object.keys(graph.outputs)]));
  const names = new TensorNames(blockSize === undefined ? undefined : new BlockBuilder(builder, blockSize));
  for (const [name, value] of Object.entries(graph.inputs)) {
    builder.input(name, value.dtype, value.shape);
    names.set(value, { tensor: name, blocked: false });
  }
  for (const [value, data] of graph.constants) {
    // Compare bitwise: 0 and -0 are different.
    const bits = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const key = sizeOf(value.shape) <= 16 ? `given ${value.dtype} [${value.shape}] ${bits}` : undefined;
    names.set(value, { tensor: builder.constant(key, value.dtype, value.shape, data), blocked: false });
  }
  const differentiated = graph.nodes.some((node) => node.kernel.endsWith("Gradient"));
  for (const node of graph.nodes) {
    const outputs = lower(builder, node, { ...callOf(node, names), differentiated }, names);
    for (const [i, value] of node.outputs.entries()) names.set(value, outputs[i]!);
  }
  for (const [name, value] of Object.entries(graph.outputs)) {
    builder.output(name, names.plain(value), value.dtype, value.shape);
  }
  return builder.encode();
}

/** Lower to the blocked layout if it is useful, otherwise to the plain layout. */
function lower(
  builder: OnnxBuilder,
  node: GraphNode,
  call: LoweredCall,
  names: TensorNames,
): readonly LaidOut[] {
  const inBlocks = names.blocks && blockedTable[node.kernel];
  const outputs = inBlocks?.(builder, {
    ...call,
    blocks: names.blocks!,
    blocked: (name) => names.blocked(node.inputs[name]!),
    inBlocks: (name) => names.inBlocks(node.inputs[name]!),
  });
  if (outputs) return outputs;
  const write = lowerings[node.kernel] ?? passLowerings[node.kernel]!;
  return write(builder, call).map((tensor) => ({ tensor, blocked: false }));
}

function callOf(node: GraphNode, names: TensorNames): Omit<LoweredCall, "differentiated"> {
  return {
    node,
    attributes: node.attributes,
    tensor: (name: string) => names.plain(node.inputs[name]!),
    shape: (name: string) => node.inputs[name]!.shape,
    get tensors() {
      return Object.values(node.inputs).map((value) => names.plain(value));
    },
    outputShape: node.outputs[0]!.shape,
  };
}

/** ONNX tensors of each value, plain and in blocks of channels, each created on first use. */
class TensorNames {
  private readonly asIs: Map<Value, TensorName> = new Map();
  private readonly laidInBlocks: Map<Value, TensorName> = new Map();

  constructor(readonly blocks: BlockBuilder | undefined) {}

  set(value: Value, { tensor, blocked }: LaidOut): void {
    (blocked ? this.laidInBlocks : this.asIs).set(value, tensor);
  }

  inBlocks(value: Value): boolean {
    return this.laidInBlocks.has(value);
  }

  plain(value: Value): TensorName {
    const known = this.asIs.get(value);
    if (known !== undefined) return known;
    const tensor = this.blocks!.leave(this.laidInBlocks.get(value)!, value.shape as Shape4);
    this.asIs.set(value, tensor);
    return tensor;
  }

  blocked(value: Value): TensorName {
    const known = this.laidInBlocks.get(value);
    if (known !== undefined) return known;
    const tensor = this.blocks!.enter(this.asIs.get(value)!, value.shape as Shape4);
    this.laidInBlocks.set(value, tensor);
    return tensor;
  }
}
