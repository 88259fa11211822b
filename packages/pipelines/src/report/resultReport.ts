import type { ReportContents } from "@cellgen/figures";
import type { PipelineNote } from "../noteText.ts";
import type { PipelineWarning } from "../pipelineWarning.ts";

/** How reports phrase what a program has words of its own for, such as the names of its options. */
export interface ReportTexts {
  /** The text of a note, which completes "cell.png is …". @default noteText */
  readonly noteText?: (note: PipelineNote) => string;
  /** The text of a warning. @default its message and its remedy */
  readonly warningText?: (warning: PipelineWarning) => string;
}

export interface ResultReportOptions extends ReportTexts {
  /** The file that lists all images, to which tables of many refer. @default none */
  readonly listedIn?: string | undefined;
}

/** What `htmlReport` of @cellgen/figures takes of results, and their sheet. */
export interface ResultReportContents extends Pick<ReportContents, "title" | "summary" | "sections"> {
  /** Warnings about the results, then notes on how images were processed. */
  readonly warnings: readonly string[];
  /** The first results, as a PNG. It is a section, too. */
  readonly sheet: Uint8Array;
}

/** Collects results for a report, an image at a time. Of the images only those on the sheet are kept. */
export interface ResultReport<Result, Contents extends ResultReportContents = ResultReportContents> {
  /** @param name - The image's name in the report, such as that of its file. */
  add(name: string, result: Result): void;
  /**
   * The report on all results.
   *
   * @throws RangeError if there are none.
   */
  contents(): Promise<Contents>;
}
