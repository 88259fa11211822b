import { parseSelection, type SampleSelection } from "@cellgen/data";
import type { ModelCard } from "./modelCard.ts";

/** Return the channels, focal planes and time points of the files that a model was trained on, by its training record. */
export function trainingSelection({ training }: Pick<ModelCard, "training">): SampleSelection {
  const textOf = (key: string): string | undefined =>
    typeof training[key] === "string" ? training[key] : undefined;
  const texts = { selectChannels: textOf("selectChannels"), z: textOf("z"), time: textOf("time") };
  return parseSelection(texts) ?? {};
}
