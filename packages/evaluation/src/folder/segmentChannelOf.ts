import type { ModelCard } from "@cellgen/pipelines";
import { EvaluationError } from "./evaluationError.ts";

/**
 * Return the index of a channel that is given by its index or name.
 *
 * @throws EvaluationError if there is no such channel.
 */
export function segmentChannelOf(
  channel: number | string | undefined,
  { channels, channelNames = [] }: Pick<ModelCard, "channels" | "channelNames">,
): number | undefined {
  if (channel === undefined) return undefined;
  const named = channelNames.findIndex((name) => name.normalize() === String(channel).normalize());
  const index = named >= 0 ? named : Number(channel);
  if (String(channel).trim() !== "" && Number.isInteger(index) && index >= 0 && index < channels)
    return index;
  const known = Array.from({ length: channels }, (_, k) =>
    channelNames[k] ? `${k} (${channelNames[k]})` : `${k}`,
  );
  throw new EvaluationError("evaluateFolder", {
    code: "ERR_UNKNOWN_CHANNEL",
    channel: String(channel),
    known,
  });
}
