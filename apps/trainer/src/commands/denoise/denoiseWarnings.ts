import type { ReportSection } from "../../report/report.ts";
import { plural } from "../../terminal/describe.ts";
import type { DenoisedFile } from "./denoiseImages.ts";

/** Images whose doubts are told one by one before the others are only counted, and rows of the table, at most. */
const WARNINGS = 5;
const ROWS = 50;

type Doubtable = Pick<DenoisedFile, "file" | "warnings">;

/** The first doubt about each of the first images, and about how many there are. */
export function doubtLines(denoised: readonly Doubtable[]): string[] {
  const doubtful = doubtfulImages(denoised);
  const lines = doubtful.slice(0, WARNINGS).map(({ name, doubts }) => `${name}: ${doubts[0]}`);
  if (doubtful.length <= WARNINGS) return lines;
  return [
    ...lines,
    `There are such doubts about ${doubtful.length} of ${plural(denoised.length, "image")}; they stand under Doubts in the report.`,
  ];
}

/** All doubts, a row for each image that there are any about; no table without. */
export function doubtTable(denoised: readonly Doubtable[]): ReportSection[] {
  const doubtful = doubtfulImages(denoised);
  if (doubtful.length === 0) return [];
  return [
    {
      kind: "table",
      title: "Doubts",
      caption:
        doubtful.length > ROWS
          ? `The first ${ROWS} of ${plural(doubtful.length, "image")} with doubts; all are in denoise.json.`
          : `About ${doubtful.length} of ${plural(denoised.length, "image")}.`,
      header: ["", "what speaks against it"],
      rows: doubtful.slice(0, ROWS).map(({ name, doubts }) => [name, doubts.join(" ")]),
    },
  ];
}

function doubtfulImages(denoised: readonly Doubtable[]): { name: string; doubts: readonly string[] }[] {
  return denoised
    .map(({ file, warnings }) => ({ name: file.name, doubts: warnings }))
    .filter(({ doubts }) => doubts.length > 0);
}
