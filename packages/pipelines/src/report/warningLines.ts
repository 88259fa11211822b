import { plural } from "@cellgen/data/text";
import type { PipelineWarning } from "../pipelineWarning.ts";
import { listing, MAX_TABLE_ROWS, type TableSection } from "./tableSection.ts";

/** Number of images whose warnings are listed. Further images are only counted. */
const MAX_LINES = 5;

interface WarnedImage {
  readonly name: string;
  readonly warnings: readonly string[];
}

/** Return the text of a warning, with its remedy. */
export function warningText({ message, remedy }: PipelineWarning): string {
  return [message, remedy].filter(Boolean).join(" ");
}

/** Return the first warning for each of the first images, and a line with the number of images with warnings. */
export function warningLines(images: readonly WarnedImage[]): string[] {
  const warned = images.filter(({ warnings }) => warnings.length > 0);
  const lines = warned.slice(0, MAX_LINES).map(({ name, warnings }) => `${name}: ${warnings[0]}`);
  if (warned.length <= MAX_LINES) return lines;
  const share = `${warned.length} of ${plural(images.length, "image")}`;
  return [...lines, `${share} have such warnings, listed under Warnings in the report.`];
}

/** Return a table of all warnings with a row per image; none if there are no warnings. */
export function warningTable(images: readonly WarnedImage[], listedIn: string | undefined): TableSection[] {
  const warned = images.filter(({ warnings }) => warnings.length > 0);
  if (warned.length === 0) return [];
  return [
    {
      kind: "table",
      title: "Warnings",
      caption:
        warned.length > MAX_TABLE_ROWS
          ? `The first ${MAX_TABLE_ROWS} of ${plural(warned.length, "image")} with warnings${listing(listedIn)}.`
          : `For ${warned.length} of ${plural(images.length, "image")}.`,
      header: ["", "warnings"],
      rows: warned.slice(0, MAX_TABLE_ROWS).map(({ name, warnings }) => [name, warnings.join(" ")]),
    },
  ];
}
