import type { ReportSection } from "@cellgen/figures";
import { plural } from "../../terminal/describe.ts";
import type { DenoisedFile } from "./denoisedFile.ts";

/** Images whose warnings are printed before the others are only counted, and rows of the table. */
const MAX_LINES = 5;
const MAX_ROWS = 50;

type Warned = Pick<DenoisedFile, "file" | "warnings">;

/** The first warning about each of the first images, and the number of images with warnings. */
export function warningLines(denoised: readonly Warned[]): string[] {
  const warned = denoised.filter(({ warnings }) => warnings.length > 0);
  const lines = warned.slice(0, MAX_LINES).map(({ file, warnings }) => `${file.name}: ${warnings[0]}`);
  if (warned.length <= MAX_LINES) return lines;
  const share = `${warned.length} of ${plural(denoised.length, "image")}`;
  return [...lines, `${share} have such warnings, listed under Warnings in the report.`];
}

/** All warnings, a row for each image that has any; no table without. */
export function warningTable(denoised: readonly Warned[]): ReportSection[] {
  const warned = denoised.filter(({ warnings }) => warnings.length > 0);
  if (warned.length === 0) return [];
  return [
    {
      kind: "table",
      title: "Warnings",
      caption:
        warned.length > MAX_ROWS
          ? `The first ${MAX_ROWS} of ${plural(warned.length, "image")} with warnings; all are in denoise.json.`
          : `For ${warned.length} of ${plural(denoised.length, "image")}.`,
      header: ["", "warnings"],
      rows: warned.slice(0, MAX_ROWS).map(({ file, warnings }) => [file.name, warnings.join(" ")]),
    },
  ];
}
