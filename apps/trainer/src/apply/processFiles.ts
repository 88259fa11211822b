import { type InputImage, outputNames } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import { comparisonSheet, type ReportSection, type SheetRow } from "@cellgen/figures";
import type { LoadedModel } from "@cellgen/pipelines/node";
import type { FittingInputs } from "../input/fittingInputs.ts";
import type { ModelSettings } from "../options/modelOptions.ts";
import { writeResult } from "../output/writeResult.ts";
import { imageNotes } from "../report/imageNotes.ts";
import type { CommandContext } from "../runner/commandDefinition.ts";
import { duration, plural } from "../terminal/describe.ts";
import { Interrupted } from "../terminal/interrupted.ts";
import { print, warn } from "../terminal/io.ts";
import { type PipelineJob, processWithPipeline } from "./processWithPipeline.ts";

/** Rows of the table of images, at most. */
const TABLE_ROWS = 50;

/** A file to process, and the names of its results. */
export interface FileToProcess {
  readonly file: InputImage;
  readonly outputs: readonly string[];
}

/** What a command processes, and with what. */
export interface FileJob extends PipelineJob {
  readonly files: readonly FileToProcess[];
  /** The largest value of all 16-bit images. */
  readonly brightest: number;
}

/** The results of a file. */
export interface ProcessedFile {
  readonly file: Pick<InputImage, "name">;
  /** Notes that follow "NAME is". */
  readonly notes: readonly string[];
  /** Its row in the table of images, without its name. */
  readonly tableRow: readonly string[];
  /** Its entry in the record. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** A file that is finished. */
export interface Finished<Item> {
  readonly item: Item;
  /** Makes its rows of the sheet, if there is room for them. */
  rows(): readonly SheetRow[] | Promise<readonly SheetRow[]>;
}

/** How a command processes files. */
export interface FileWork<Item extends ProcessedFile> {
  readonly model: LoadedModel;
  readonly inputs: FittingInputs;
  /** What is done, for the first line that is printed: "mean, noise auto". */
  readonly description: string;
  /** The results of each file, behind their number: " with 4 completions each". @default nothing */
  results?(files: number): string;
  /** The names of a file's results. */
  outputsOf(name: string): readonly string[];
  /** Is awaited before the first file. */
  prepare?(engine: Engine): Promise<void>;
  /** What the progress bar counts, such as "call". */
  readonly noun: string;
  /** Processes the files, writes their results, and yields each file when it is finished. */
  process(job: FileJob): AsyncIterable<Finished<Item>>;
  readonly sheet: { readonly columns: readonly string[]; readonly maxRows: number; readonly caption: string };
  readonly table: { readonly header: readonly string[]; readonly caption: string };
  /** The report on all files. */
  report(items: readonly Item[]): FileReport;
}

export interface FileReport {
  readonly title: string;
  readonly summary: string;
  readonly warnings: readonly string[];
  /** Printed when the work is done. */
  readonly lines?: readonly string[];
  /** Between the sheet and the table of images, and behind that. */
  readonly sections?: readonly ReportSection[];
  readonly explanation?: ReportSection;
  /** What the record holds besides the images. */
  readonly record: Readonly<Record<string, unknown>>;
}

/**
 * Processes files with a model, one after the other, and writes their results, a sheet, a report and a record. After an abort these hold
 * the files that were finished.
 *
 * @throws Interrupted after an abort.
 */
export async function processFiles<Item extends ProcessedFile>(
  context: CommandContext<ModelSettings>,
  work: FileWork<Item>,
): Promise<void> {
  const { settings, output, io, signal } = context;
  const { model, inputs, sheet, table } = work;
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
  const rows: SheetRow[] = [];
  let shown = 0;
  const items = await processWithPipeline(
    context,
    { model, engine },
    {
      outputs: [...files.flatMap(({ outputs }) => outputs), "sheet.png"],
      noun: work.noun,
      details: (finished) => (all > 1 ? `${finished} of ${plural(all, "image")}` : ""),
      async *work(job) {
        const results = work.process({ ...job, files, brightest: inputs.brightest });
        for await (const { item, rows: rowsOf } of results) {
          if (rows.length < sheet.maxRows) {
            rows.push(...(await rowsOf()));
            shown++;
          }
          yield item;
        }
      },
    },
  );
  if (items.length === 0) {
    await output.stop(settings);
    throw new Interrupted("Stopped before the first image was finished.");
  }
  const image = await comparisonSheet(sheet.columns, rows);
  await output.write("sheet.png", image);
  const { lines = [], sections = [], explanation, record, warnings, ...page } = work.report(items);
  const notes = [...warnings, ...imageNotes(items)];
  await writeResult(
    output,
    settings,
    { model, engine },
    {
      ...page,
      warnings: [...inputs.skipped, ...notes],
      sections: [
        {
          kind: "picture",
          title: shown < items.length ? `The first ${shown} of ${items.length} images` : "All images",
          caption: sheet.caption,
          image,
        },
        ...sections,
        imageTable(output.command, table, items),
        ...(explanation ? [explanation] : []),
      ],
      record: { finished: !signal.aborted, ...record, images: items.map(({ record }) => record) },
    },
  );
  for (const line of lines) print(io, line);
  for (const note of notes) warn(io, `note: ${note}`);
  const done = `${plural(items.length, "image")}${work.results?.(items.length) ?? ""}`;
  if (signal.aborted)
    throw new Interrupted(
      `Stopped after ${items.length} of ${plural(all, "image")}, whose results are in ${settings.out}.`,
    );
  print(
    io,
    `${done}, sheet.png and report.html are in ${settings.out} (${duration((performance.now() - began) / 1000)}).`,
  );
}

function imageTable(
  command: string,
  { header, caption }: FileWork<ProcessedFile>["table"],
  items: readonly ProcessedFile[],
): ReportSection {
  const first = `The first ${TABLE_ROWS} of ${items.length}; all are in ${command}.json. `;
  return {
    kind: "table",
    title: "Images",
    caption: `${items.length > TABLE_ROWS ? first : ""}${caption}`,
    header,
    rows: items.slice(0, TABLE_ROWS).map(({ file, tableRow }) => [file.name, ...tableRow]),
  };
}
