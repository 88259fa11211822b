import type { OnnxBuilder, TensorName } from "../../onnx/OnnxBuilder.ts";
import type { LoweredCall } from "../Lowering.ts";
import type { BlockBuilder } from "./BlockBuilder.ts";
import type { LaidOut } from "./LaidOut.ts";

/** Kernel call with images that may be in blocks of channels. */
export interface BlockedCall extends LoweredCall {
  readonly blocks: BlockBuilder;
  /** Return an input image in blocks, converted if necessary. */
  blocked(name: string): TensorName;
  /** Check whether an input is already in blocks. */
  inBlocks(name: string): boolean;
}

/** Lowers a kernel call to the blocked layout; undefined if the plain lowering is better for this call. */
export type BlockedLowering = (graph: OnnxBuilder, call: BlockedCall) => readonly LaidOut[] | undefined;

export type BlockedLoweringTable = Readonly<Record<string, BlockedLowering>>;
