import type { ReportSection } from "@cellgen/figures";

/** A table of a report. */
export type TableSection = Extract<ReportSection, { readonly kind: "table" }>;

/** Rows of a table of images, at most. */
export const MAX_TABLE_ROWS = 50;

/** Where the images are listed that a table leaves out. */
export function listing(file: string | undefined): string {
  return file === undefined ? "" : `; all are in ${file}`;
}
