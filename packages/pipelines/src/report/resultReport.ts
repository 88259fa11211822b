import type { ReportContents } from "@cellgen/figures";
import type { PipelineNote } from "../noteText.ts";
import type { PipelineWarning } from "../pipelineWarning.ts";

/** Custom texts of reports, for example with the option names of an application. */
export interface ReportTexts {
  /** Return the text of a note, which completes the sentence "cell.png is …". @default noteText */
  readonly noteText?: (note: PipelineNote) => string;
  /** Return the text of a warning. @default its message and its remedy */
  readonly warningText?: (warning: PipelineWarning) => string;
}

/** Options of the pictures of reports. */
export interface ReportPictures {
  /** Color of each channel, see `displayImage` of @cellgen/data; usually the model card's. @default gray, red, green and blue, or by channel names */
  readonly displayColors?: readonly string[] | undefined;
}

export interface ResultReportOptions extends ReportTexts, ReportPictures {
  /** Name of the file that lists all images, for tables that are cut off. @default none */
  readonly listedIn?: string | undefined;
}

/** Contents of the report for `htmlReport` of @cellgen/figures, and the comparison sheet. */
export interface ResultReportContents extends Pick<ReportContents, "title" | "summary" | "sections"> {
  /** Warnings about the results, then notes on how images were processed. */
  readonly warnings: readonly string[];
  /** The first results, as a PNG. The sections include it. */
  readonly sheet: Uint8Array;
}

/** Collects results for a report, one image at a time. Only the images on the sheet are kept. */
export interface ResultReport<Result, Contents extends ResultReportContents = ResultReportContents> {
  /** @param name - Name of the image in the report, such as its file name. */
  add(name: string, result: Result): void;
  /**
   * Return the report on all results.
   *
   * @throws RangeError if there are none.
   */
  contents(): Promise<Contents>;
}
