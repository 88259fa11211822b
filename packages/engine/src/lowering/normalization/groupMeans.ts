import type { OnnxBuilder, TensorName } from "../../onnx/OnnxBuilder.ts";

/** Channels in groups, as group norm has them. */
export interface ChannelGroups {
  readonly channels: number;
  readonly groups: number;
  /** The channels with those that fill the last block. @default channels */
  readonly filled?: number;
  /** What else the mean is divided by: the places that were added up. @default 1 */
  readonly places?: number;
}

/**
 * Means over groups of channels, handed to all channels at once: the product with a small matrix.
 *
 * @param perChannel - A number for each filled channel: `[…, filled]`.
 * @returns For each channel the mean of its group, of the same shape; zero for channels that fill a block.
 */
export function groupMeans(
  graph: OnnxBuilder,
  perChannel: TensorName,
  { channels, groups, filled = channels, places = 1 }: ChannelGroups,
): TensorName {
  const inGroup = channels / groups;
  const groupOf = (channel: number) => Math.floor(channel / inGroup);
  const matrix = new Float32Array(filled * filled);
  for (let from = 0; from < channels; from++)
    for (let to = 0; to < channels; to++)
      if (groupOf(from) === groupOf(to)) matrix[from * filled + to] = 1 / (places * inGroup);
  const key = `means of ${groups} groups of ${channels} channels in ${filled}, ${places} places`;
  return graph.op("MatMul", [perChannel, graph.constant(key, "float32", [filled, filled], matrix)]);
}
