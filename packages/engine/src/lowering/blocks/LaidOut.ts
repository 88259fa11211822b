import type { TensorName } from "../../onnx/OnnxBuilder.ts";

/** Output and its layout. */
export interface LaidOut {
  readonly tensor: TensorName;
  readonly blocked: boolean;
}

export const blocked = (tensor: TensorName): LaidOut => ({ tensor, blocked: true });
export const plain = (tensor: TensorName): LaidOut => ({ tensor, blocked: false });
