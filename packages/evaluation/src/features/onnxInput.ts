import type { InferenceSession } from "@cellgen/onnxruntime";

/** Image input of an ONNX model. */
export interface OnnxInput {
  readonly name: string;
  readonly type: "float32" | "uint8";
  /** Whether the layout is NCHW, as in PyTorch; otherwise NHWC. */
  readonly channelsFirst: boolean;
  /** Batch size; undefined if any is accepted. */
  readonly batch: number | undefined;
  readonly height: number | undefined;
  readonly width: number | undefined;
  readonly channels: 1 | 3;
}

/**
 * Determine the image input of a model from its signature.
 *
 * @throws RangeError with the file's path if the input is not an image.
 */
export function onnxInput(file: string, session: InferenceSession): OnnxInput {
  const refuse = (rule: string, given: string): never => {
    throw new RangeError(
      `onnxFeatures: ${file} must ${rule}, got ${given}. Export a model with one input [batch, 3, height, width] of float32.`,
    );
  };
  const { inputMetadata } = session;
  const [input] = inputMetadata;
  if (!input || inputMetadata.length !== 1) return refuse("have one input", `${inputMetadata.length}`);
  if (!input.isTensor || (input.type !== "float32" && input.type !== "uint8")) {
    return refuse("take float32 or uint8", input.isTensor ? input.type : "no tensor");
  }
  const sizes = input.shape.map((size) => (typeof size === "number" && size > 0 ? size : undefined));
  const isChannels = (size: number | undefined): size is 1 | 3 => size === 1 || size === 3;
  const [batch, second, third, last] = sizes;
  if (sizes.length === 4 && isChannels(second)) {
    return {
      name: input.name,
      type: input.type,
      channelsFirst: true,
      batch,
      channels: second,
      height: third,
      width: last,
    };
  }
  if (sizes.length === 4 && isChannels(last)) {
    return {
      name: input.name,
      type: input.type,
      channelsFirst: false,
      batch,
      channels: last,
      height: second,
      width: third,
    };
  }
  return refuse("take images of 1 or 3 channels", `an input of shape [${input.shape}]`);
}
