import type { ModelCard } from "@cellgen/pipelines";
import { EvaluationError } from "./evaluationError.ts";

/** Names of nuclear stains. */
const NUCLEAR = /dapi|hoechst|\bdna\b|draq5|nuclei|nucleus|nuclear/i;

/** Names of the channels of color images. */
const COLOR = /^(r|g|b|red|green|blue)$/i;

/**
 * Return the index of a channel that is given by its index or name; by default, the first nuclear stain by the names of the channels, or the
 * first channel.
 *
 * @returns Undefined if no channel is given and the channels have no names, or are red, green and blue.
 * @throws EvaluationError if there is no such channel.
 */
export function segmentChannelOf(
  channel: number | string | undefined,
  { channels, channelNames = [] }: Pick<ModelCard, "channels" | "channelNames">,
): number | undefined {
  if (channel === undefined) {
    if (channels === 1 || channelNames.length === 0 || channelNames.every((name) => COLOR.test(name)))
      return undefined;
    return Math.max(
      0,
      channelNames.findIndex((name) => NUCLEAR.test(name)),
    );
  }
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
