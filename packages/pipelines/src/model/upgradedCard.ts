import { z } from "zod";
import { firstIssue } from "./firstIssue.ts";

/** Fields of format 1 that format 2 replaces. */
const firstFormat = z.object({
  channels: z.int("must be an integer of at least 1").min(1, "must be an integer of at least 1"),
  valueRange: z
    .tuple([z.number("must be a number"), z.number("must be a number")], "must be [min, max]")
    .refine(([min, max]) => min < max, "must be [min, max] with min < max"),
  bitDepth: z.literal([8, 16], "must be 8 or 16"),
});

/**
 * Convert a model card of format 1 to format 2. Other values are returned unchanged.
 *
 * @throws RangeError if a field of format 1 is invalid.
 */
export function upgradedCard(json: unknown): unknown {
  if (typeof json !== "object" || json === null) return json;
  if ((json as { formatVersion?: unknown }).formatVersion !== 1) return json;
  const parsed = firstFormat.safeParse(json);
  if (!parsed.success) throw new RangeError(`parseModelCard: ${firstIssue(parsed.error, json)}`);
  const { channels, valueRange, bitDepth } = parsed.data;
  const { valueRange: _, bitDepth: __, ...others } = json as Record<string, unknown>;
  return {
    ...others,
    formatVersion: 2,
    pixelType: bitDepth === 16 ? "uint16" : "uint8",
    ranges: new Array(Math.min(channels, 64)).fill(valueRange),
    rangeScope: "set",
  };
}
