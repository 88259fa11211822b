import { parseSelection, type SelectionTexts, selectionRules } from "@cellgen/data";
import type { z } from "zod";
import { inGroup } from "./optionTable.ts";
import { checkedRule, fileName } from "./rules.ts";

/** Help of the options that select channels and planes of files. */
export const selectionHelp: Readonly<Record<keyof SelectionTexts, string>> = {
  selectChannels: "channels of the files by index (from 0) or name, such as 0,2 or DAPI,Actin",
  z: "focal planes of stacks: max (maximum projection), mean, all (each is an image) or an index",
  time: "time points: all (each is an image) or an index",
};

/** Placeholders of the values in the help. */
export const selectionValues = { selectChannels: "<list>", z: "<planes>", time: "<points>" } as const;

function selectionRule(key: keyof SelectionTexts): z.ZodType<string> {
  const isValid = (value: unknown): boolean =>
    typeof value === "string" && parseSelection({ [key]: value }) !== undefined;
  return checkedRule<string>(isValid, selectionRules[key], undefined);
}

function selectionOption<const Note extends string>(key: keyof SelectionTexts, defaultNote: Note) {
  return { value: selectionValues[key], schema: selectionRule(key), defaultNote, help: selectionHelp[key] };
}

/** Options that select channels and planes of the files that a model processes. */
export const modelSelectionOptions = inGroup("Channels and planes", {
  selectChannels: selectionOption("selectChannels", "as in training"),
  z: selectionOption("z", "as in training"),
  time: selectionOption("time", "as in training"),
});

/** Options that select channels and planes of files without a model. */
export const selectionOptions = inGroup("Channels and planes", {
  selectChannels: selectionOption("selectChannels", "all"),
  z: selectionOption("z", "max"),
  time: selectionOption("time", "all"),
});

/** The option that names a CSV index of images. */
export function indexOption<const Note extends string>(defaultNote: Note) {
  return {
    schema: fileName(),
    defaultNote,
    reads: true,
    help: "CSV file with a row for each image or box: columns path, label, split, group, x, y, width, height, z, time",
  } as const;
}
