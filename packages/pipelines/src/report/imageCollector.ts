import { comparisonSheet, type ReportSection, type SheetRow } from "@cellgen/figures";
import { noteText, type PipelineNote } from "../noteText.ts";
import type { PipelineWarning } from "../pipelineWarning.ts";
import { noteLines } from "./noteLines.ts";
import type { ResultReportOptions } from "./resultReport.ts";
import { listing, MAX_TABLE_ROWS, type TableSection } from "./tableSection.ts";
import { warningText as plainWarningText } from "./warningLines.ts";

/** The data of an image that a report keeps. */
interface CollectedImage {
  readonly name: string;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  /** Cells of its row in the table of images, without its name. */
  readonly cells: readonly string[];
}

interface ImageToCollect {
  readonly notes: readonly PipelineNote[];
  readonly warnings?: readonly PipelineWarning[];
  readonly cells: readonly string[];
  /** Create its rows of the sheet. Called only if the sheet is not full. */
  sheetRows(): readonly SheetRow[];
}

export interface ImageCollector {
  readonly images: readonly CollectedImage[];
  add(name: string, image: ImageToCollect): void;
  /** Return a line for each note on the images. */
  noteLines(): string[];
  /** Return the sheet, and the section that shows it. */
  sheet(columns: readonly string[], caption: string): Promise<{ sheet: Uint8Array; section: ReportSection }>;
  /** Return the table of images. */
  table(header: readonly string[], caption: string): TableSection;
}

/**
 * Collect the images of a report.
 *
 * @param maxRows - Number of rows after which no image is added to the sheet.
 */
export function imageCollector(
  maxRows: number,
  { noteText: textOf = noteText, warningText = plainWarningText, listedIn }: ResultReportOptions,
): ImageCollector {
  const images: CollectedImage[] = [];
  const rows: SheetRow[] = [];
  let shown = 0;
  return {
    images,
    add(name, { notes, warnings = [], cells, sheetRows }) {
      images.push({ name, notes: notes.map(textOf), warnings: warnings.map(warningText), cells });
      if (rows.length >= maxRows) return;
      rows.push(...sheetRows());
      shown++;
    },
    noteLines: () => noteLines(images),
    async sheet(columns, caption) {
      const sheet = await comparisonSheet(columns, rows);
      const title = shown < images.length ? `The first ${shown} of ${images.length} images` : "All images";
      return { sheet, section: { kind: "picture", title, caption, image: sheet } };
    },
    table(header, caption) {
      const first = `The first ${MAX_TABLE_ROWS} of ${images.length}${listing(listedIn)}. `;
      return {
        kind: "table",
        title: "Images",
        caption: `${images.length > MAX_TABLE_ROWS ? first : ""}${caption}`,
        header,
        rows: images.slice(0, MAX_TABLE_ROWS).map(({ name, cells }) => [name, ...cells]),
      };
    },
  };
}
