import { plural } from "@cellgen/figures/text";
import type { PipelineWarning } from "../pipelineWarning.ts";
import { listing, MAX_TABLE_ROWS, type TableSection } from "./tableSection.ts";

/** Images whose warnings are listed before the others are only counted. */
const MAX_LINES = 5;

interface WarnedImage {
  readonly name: string;
  readonly warnings: readonly string[];
}

/** A warning in sentences. */
export function warningText({ message, remedy }: PipelineWarning): string {
  return [message, remedy].filter(Boolean).join(" ");
}

/** The first warning about each of the first images, and the number of images with warnings. */
export function warningLines(images: readonly WarnedImage[]): string[] {
  const warned = images.filter(({ warnings }) => warnings.length > 0);
  const lines = warned.slice(0, MAX_LINES).map(({ name, warnings }) => `${name}: ${warnings[0]}`);
  if (warned.length <= MAX_LINES) return lines;
  const share = `${warned.length} of ${plural(images.length, "image")}`;
  return [...lines, `${share} have such warnings, listed under Warnings in the report.`];
}

/** All warnings, a row for each image that has any; no table without. */
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
