import type { OnnxBuilder, TensorName } from "../../onnx/OnnxBuilder.ts";

/** Channel groups of group norm. */
export interface ChannelGroups {
  readonly channels: number;
  readonly groups: number;
  /** Number of channels, including padding to complete blocks. @default channels */
  readonly filled?: number;
  /** Additional divisor of the mean: the number of summed positions. @default 1 */
  readonly places?: number;
}

/**
 * Average over groups of channels and repeat the result for each channel, by a product with a small matrix.
 *
 * @param perChannel - A value for each channel, including padding: `[…, filled]`.
 * @returns The mean of each channel's group, in the same shape; zero for padding channels.
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
