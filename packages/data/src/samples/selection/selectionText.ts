import { MAX_CHANNELS } from "../../images/cellImage.ts";
import { checkSelection, type SampleSelection } from "./sampleSelection.ts";

/** Texts of a selection, as on a command line and in a model card. */
export interface SelectionTexts {
  /** "all", or indices (from 0) and names of channels, separated by commas. @default "all" */
  readonly selectChannels?: string | undefined;
  /** "max", "mean", "all" or the index of a focal plane. @default "max" */
  readonly z?: string | undefined;
  /** "all" or the index of a time point. @default "all" */
  readonly time?: string | undefined;
}

/** Rules of the texts, as phrases that follow the name of an option. */
export const selectionRules: Readonly<Record<keyof SelectionTexts, string>> = {
  selectChannels: `must be all, or 1 to ${MAX_CHANNELS} different indices (from 0) or names of channels, such as 0,2`,
  z: "must be max, mean, all or the index of a focal plane, from 0",
  time: "must be all or the index of a time point, from 0",
};

/**
 * Parse the texts of a selection.
 *
 * @returns Undefined if a text is not valid.
 */
export function parseSelection({
  selectChannels = "all",
  z,
  time,
}: SelectionTexts): SampleSelection | undefined {
  const channels =
    selectChannels === "all" ? undefined : selectChannels.split(",").map((text) => indexOrName(text.trim()));
  const selection = {
    ...(channels && { channels }),
    ...(z !== undefined && { z: indexOrName(z) }),
    ...(time !== undefined && { time: indexOrName(time) }),
  } as SampleSelection;
  try {
    checkSelection("parseSelection", selection);
    return selection;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

function indexOrName(text: string): number | string {
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}
