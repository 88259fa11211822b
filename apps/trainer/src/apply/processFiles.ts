import type { SetRange } from "@cellgen/data";
import { type InputImage, outputNames } from "@cellgen/data/node";
import { duration, plural } from "@cellgen/data/text";
import type { Engine } from "@cellgen/engine";
import type { LoadedModel } from "@cellgen/pipelines/node";
import type { ResultReport, ResultReportContents } from "@cellgen/pipelines/report";
import type { FittingInputs } from "../input/fittingInputs.ts";
import type { ModelSettings } from "../options/modelOptions.ts";
import { writeResult } from "../output/writeResult.ts";
import type { CommandContext } from "../runner/commandDefinition.ts";
import { Interrupted } from "../terminal/interrupted.ts";
import { print, warn } from "../terminal/io.ts";
import { type PipelineJob, processWithPipeline } from "./processWithPipeline.ts";

/** A file to process, with the names of its results. */
export interface FileToProcess {
  readonly file: InputImage;
  readonly outputs: readonly string[];
}

/** Files to process, with the model and the output folder. */
export interface FileJob extends PipelineJob {
  readonly files: readonly FileToProcess[];
  /** Measured ranges of all images. */
  readonly inputRanges: readonly SetRange[];
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
  /** Return the names of a file's results. */
  outputsOf(name: string): readonly string[];
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
  context: CommandContext<ModelSettings>,
  work: FileWork<Result, Contents>,
): Promise<void> {
  const { settings, output, io, signal } = context;
  const { model, inputs } = work;
  for (const line of inputs.skipped) warn(io, `note: ${line}`);
  const engine = await context.startEngine();
  await work.prepare?.(engine);
  const began = performance.now();
  const all = inputs.files.length;
  print(io, `${plural(all, "image")}${work.description}; engine ${engine.description}`);
  const files = outputNames(inputs.files).map((name, index) => ({
    file: inputs.files[index]!,
    outputs: work.outputsOf(name),
  }));
  const report = work.report();
  const images = await processWithPipeline(
    context,
    { model, engine },
    {
      outputs: [...files.flatMap(({ outputs }) => outputs), "sheet.png"],
      noun: work.noun,
      details: (finished) => (all > 1 ? `${finished} of ${plural(all, "image")}` : ""),
      async *work(job) {
        const processed = work.process({ ...job, files, inputRanges: inputs.measured });
        for await (const { file, result, record } of processed) {
          report.add(file.name, result);
          yield record;
        }
      },
    },
  );
  if (images.length === 0) {
    await output.stop(settings);
    throw new Interrupted("Stopped before the first image was finished.");
  }
  const contents = await report.contents();
  const { title, summary, sections, sheet } = contents;
  const warnings = [...(work.warnings ?? []), ...contents.warnings];
  await output.write("sheet.png", sheet);
  await writeResult(
    output,
    settings,
    { model, engine },
    {
      title: work.title ?? title,
      summary,
      warnings: [...inputs.skipped, ...warnings],
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
  const done = `${plural(images.length, "image")}${work.results?.(images.length) ?? ""}`;
  print(
    io,
    `${done}, sheet.png and report.html are in ${settings.out} (${duration((performance.now() - began) / 1000)}).`,
  );
}
