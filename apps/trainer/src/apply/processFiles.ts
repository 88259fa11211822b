import type { SetRange } from "@cellgen/data";
import { type InputImage, outputNames, UnreadableImageError } from "@cellgen/data/node";
import { duration, plural } from "@cellgen/data/text";
import type { Engine } from "@cellgen/engine";
import type { LoadedModel } from "@cellgen/pipelines/node";
import type { ResultReport, ResultReportContents } from "@cellgen/pipelines/report";
import type { FittingInputs } from "../input/fittingInputs.ts";
import type { OutputFormat } from "../options/formatOption.ts";
import type { ModelSettings } from "../options/modelOptions.ts";
import { writeResult } from "../output/writeResult.ts";
import type { CommandContext } from "../runner/commandDefinition.ts";
import { Interrupted } from "../terminal/interrupted.ts";
import { print, warn } from "../terminal/io.ts";
import { skippedLines } from "../terminal/skippedLines.ts";
import { unreadableLine } from "../terminal/unreadableLine.ts";
import { UsageError } from "../terminal/usageError.ts";
import { type PipelineJob, processWithPipeline } from "./processWithPipeline.ts";
import { resultFormats } from "./resultFormats.ts";
import { resultFile } from "./resultImages.ts";

/** A file to process, with the names of its results without extension. */
export interface FileToProcess {
  readonly file: InputImage;
  readonly images: readonly string[];
  /** Format of the images. */
  readonly format: OutputFormat;
  /** Further pictures, in a file each: maps of the uncertainty. */
  readonly maps: readonly string[];
  /** Format of the maps. */
  readonly mapFormat: OutputFormat;
}

/** Files to process, with the model and the output folder. */
export interface FileJob extends PipelineJob {
  readonly files: readonly FileToProcess[];
  /** Measured ranges of all images. */
  readonly inputRanges: readonly SetRange[];
  /** Skip the file whose processing failed, if it is unreadable and --strict is not given. @throws The error otherwise. */
  skip(error: unknown): void;
}

/** A processed file. */
export interface ProcessedFile<Result> {
  readonly file: InputImage;
  /** Result shown in the report. */
  readonly result: Result;
  /** Entry of the file in the record. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** The steps of a command that processes files. */
export interface FileWork<Result, Contents extends ResultReportContents> {
  readonly model: LoadedModel;
  readonly inputs: FittingInputs;
  /** Description for the first printed line, such as "mean, noise auto". */
  readonly description: string;
  /** Text after the number of files, such as " with 4 completions each". @default none */
  results?(files: number): string;
  /** Return the names of a file's results without extension. @default `maps`: none */
  outputsOf(name: string): { readonly images: readonly string[]; readonly maps?: readonly string[] };
  /** Prepare the work; awaited before the first file. */
  prepare?(engine: Engine): Promise<void>;
  /** Unit of the progress bar, such as "call". */
  readonly noun: string;
  /** Process the files, write their results, and yield each file when it is finished. */
  process(job: FileJob): AsyncIterable<ProcessedFile<Result>>;
  /** Create the report. */
  report(): ResultReport<Result, Contents>;
  /** Title of the page. @default that of the report */
  readonly title?: string;
  /** Warnings shown before those of the report. @default none */
  readonly warnings?: readonly string[];
  /** Return the lines to print at the end. @default none */
  lines?(contents: Contents): readonly string[];
  /** Return the fields of the record in addition to the images. @default none */
  record?(contents: Contents): Readonly<Record<string, unknown>>;
}

/**
 * Process files with a model, one after the other, and write their results, a sheet, a report and a record. After an abort these
 * contain the finished files.
 *
 * @throws Interrupted after an abort.
 */
export async function processFiles<Result, Contents extends ResultReportContents>(
  context: CommandContext<
    ModelSettings & { readonly format?: OutputFormat | undefined; readonly strict?: boolean }
  >,
  work: FileWork<Result, Contents>,
): Promise<void> {
  const { settings, output, io, signal } = context;
  const { model, inputs } = work;
  const formats = resultFormats(inputs.files, settings.format);
  for (const line of [...inputs.skipped, ...inputs.notes]) warn(io, `note: ${line}`);
  const engine = await context.startEngine();
  await work.prepare?.(engine);
  const began = performance.now();
  const all = inputs.files.length;
  print(io, `${plural(all, "image")}${work.description}; engine ${engine.description}`);
  const files = outputNames(inputs.files).map((name, index): FileToProcess => {
    const format = formats[index]!;
    const { images, maps = [] } = work.outputsOf(name);
    return { file: inputs.files[index]!, images, format, maps, mapFormat: mapFormatOf(format) };
  });
  const outputs = files.flatMap(({ images, format, maps, mapFormat }) => [
    ...images.map((stem) => resultFile(stem, format)),
    ...maps.map((stem) => resultFile(stem, mapFormat)),
  ]);
  const report = work.report();
  const damaged: UnreadableImageError[] = [];
  const skip = (error: unknown): void => {
    if (!(error instanceof UnreadableImageError)) throw error;
    if (settings.strict) throw unreadableError(error);
    damaged.push(error);
  };
  const images = await processWithPipeline(
    context,
    { model, engine },
    {
      outputs: [...new Set(outputs), "sheet.png"],
      set: { count: outputs.length },
      noun: work.noun,
      details: (finished) => (all > 1 ? `${finished} of ${plural(all, "image")}` : ""),
      async *work(job) {
        const processed = work.process({ ...job, skip, files, inputRanges: inputs.measured });
        for await (const { file, result, record } of processed) {
          report.add(file.name, result);
          yield record;
        }
      },
    },
  );
  if (images.length === 0) {
    await output.stop(settings);
    if (damaged.length > 0 && !signal.aborted) throw unreadableError(damaged[0]!);
    throw new Interrupted("Stopped before the first image was finished.");
  }
  const contents = await report.contents();
  const { title, summary, sections, sheet } = contents;
  const skipped = skippedLines(damaged);
  const warnings = [...(work.warnings ?? []), ...contents.warnings, ...skipped];
  await output.write("sheet.png", sheet);
  await writeResult(
    output,
    settings,
    { model, engine },
    {
      title: work.title ?? title,
      summary,
      warnings: [...inputs.skipped, ...inputs.notes, ...warnings],
      sections,
      record: { finished: !signal.aborted, ...work.record?.(contents), images },
    },
  );
  for (const line of work.lines?.(contents) ?? []) print(io, line);
  for (const line of warnings) warn(io, `note: ${line}`);
  if (signal.aborted) {
    throw new Interrupted(
      `Stopped after ${images.length} of ${plural(all, "image")}, with results in ${settings.out}.`,
    );
  }
  const of = damaged.length > 0 ? ` of ${all}` : "";
  const done = `${plural(images.length, "image")}${of}${work.results?.(images.length) ?? ""}`;
  print(
    io,
    `${done}, sheet.png and report.html are in ${settings.out} (${duration((performance.now() - began) / 1000)}).`,
  );
}

function unreadableError(error: UnreadableImageError): UsageError {
  return new UsageError(unreadableLine(error), { cause: error });
}

/** Return the format of a file's maps: that of its images, or single TIFF files next to a set. */
function mapFormatOf(format: OutputFormat): OutputFormat {
  if (format === "npz") return "tiff";
  return format === "zarr" ? "ome-tiff" : format;
}
