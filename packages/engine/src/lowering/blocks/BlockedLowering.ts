import type { OnnxBuilder, TensorName } from "../../onnx/OnnxBuilder.ts";
import type { LoweredCall } from "../Lowering.ts";
import type { BlockBuilder } from "./BlockBuilder.ts";
import type { LaidOut } from "./LaidOut.ts";

/** A kernel call whose images may lie in blocks of channels. */
export interface BlockedCall extends LoweredCall {
  readonly blocks: BlockBuilder;
  /** An input image in blocks; it is put there if it is not. */
  blocked(name: string): TensorName;
  /** Whether an input lies in blocks already. */
  inBlocks(name: string): boolean;
}

/** Writes a kernel call over images in blocks; undefined if this call had better be written as it is without blocks. */
export type BlockedLowering = (graph: OnnxBuilder, call: BlockedCall) => readonly LaidOut[] | undefined;

export type BlockedLoweringTable = Readonly<Record<string, BlockedLowering>>;
