import type * as tf from "@tensorflow/tfjs-core";
import onnxProto from "onnx-proto";
import { setEagerBackend } from "../../src/engines/eager/setEagerBackend.ts";
import type { TensorSpec } from "../../src/index.ts";
import { lowerToOnnx } from "../../src/lowering/lowerToOnnx.ts";
import { fuseKernels } from "../../src/passes/fuseKernels.ts";
import { traceOptimized } from "../../src/passes/traceOptimized.ts";

/** The sizes of blocks that processors have: AVX2 and AVX-512. */
export const blockSizes = [8, 16] as const;

export const float = (...shape: number[]): TensorSpec => ({ shape, dtype: "float32" });

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** A node of a lowered graph, in the runtime's words. */
export interface LoweredNode {
  readonly type: string;
  /** Whether it is one of the runtime's operators for images in blocks. */
  readonly inBlocks: boolean;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, number | readonly number[]>>;
}

/** The nodes of a function lowered to blocks, with what tests ask about them. */
export class Lowered {
  readonly nodes: readonly LoweredNode[];
  private readonly integers: ReadonlyMap<string, readonly number[]>;

  constructor(
    fn: (given: Tensors) => Tensors,
    signature: Readonly<Record<string, TensorSpec>>,
    blockSize: number,
  ) {
    setEagerBackend();
    const bytes = lowerToOnnx(fuseKernels(traceOptimized(fn, signature)), { blockSize });
    const { node, initializer } = onnxProto.onnx.ModelProto.decode(bytes).graph!;
    this.nodes = node!.map(({ opType, domain, input, output, attribute }) => ({
      type: opType!,
      inBlocks: domain === "com.microsoft.nchwc",
      inputs: input!,
      outputs: output!,
      attributes: Object.fromEntries(
        attribute!.map(({ name, i, ints }) => [name!, ints?.length ? ints.map(Number) : Number(i)]),
      ),
    }));
    const wholes = initializer!.filter(
      ({ dataType }) => dataType === onnxProto.onnx.TensorProto.DataType.INT64,
    );
    this.integers = new Map(
      wholes.map(({ name, rawData }) => [
        name!,
        Array.from(new BigInt64Array(Uint8Array.from(rawData!).buffer), Number),
      ]),
    );
  }

  all(type: string): readonly LoweredNode[] {
    return this.nodes.filter((node) => node.type === type && !node.inBlocks);
  }

  /** Convolutions in blocks between channels: those of one channel each are sums, products and copies. */
  get convolutions(): readonly LoweredNode[] {
    return this.nodes.filter(
      ({ type, inBlocks, attributes }) => type === "Conv" && inBlocks && attributes["group"] === 1,
    );
  }

  /** How many images are put into blocks. */
  get entered(): number {
    return this.nodes.filter(
      ({ type, attributes }) => type === "ReorderInput" && attributes["channels_last"] === 1,
    ).length;
  }

  /** How many images are taken out of blocks, as they were given. */
  get left(): number {
    return this.nodes.filter(
      ({ type, attributes }) => type === "ReorderOutput" && attributes["channels_last"] === 1,
    ).length;
  }

  producer(tensor: string): LoweredNode | undefined {
    return this.nodes.find(({ outputs }) => outputs.includes(tensor));
  }

  /** The shape that a tensor gets by a Reshape. */
  shapeGiven(tensor: string): readonly number[] | undefined {
    const node = this.producer(tensor);
    return node?.type === "Reshape" ? this.integers.get(node.inputs[1]!) : undefined;
  }
}
