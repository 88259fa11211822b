import type { ReportSection } from "@cellgen/figures";

/** A table of a report. */
export type TableSection = Extract<ReportSection, { readonly kind: "table" }>;

/** Maximum number of rows in a table of images. */
export const MAX_TABLE_ROWS = 50;

/** Return the reference to the file that lists the images omitted from a table. */
export function listing(file: string | undefined): string {
  return file === undefined ? "" : `; all are in ${file}`;
}
