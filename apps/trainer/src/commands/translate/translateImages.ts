import { displayRange, type UnitImage } from "@cellgen/data";
import type { InputImage } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import { imageTile, type SheetRow } from "@cellgen/figures";
import type { StructureKept } from "@cellgen/metrics";
import type { ClassJudge, DiffusionModel, TranslateOptions } from "@cellgen/pipelines";
import { CellPipeline, type TranslatedCell } from "@cellgen/pipelines/node";
import { outputNames } from "../../input/outputNames.ts";
import type { InputFile } from "../../input/readInputs.ts";
import type { OutputFolder } from "../../output/outputFolder.ts";
import { imageNoteText } from "../../report/imageNoteText.ts";
import { plural } from "../../terminal/describe.ts";
import type { Io } from "../../terminal/io.ts";
import { type Progress, startProgress } from "../../terminal/progress.ts";

/** Images that the sheet shows. */
const SHOWN = 48;

/** An image to translate. */
interface ImageToTranslate {
  readonly file: InputImage;
  /** Its own class; undefined = any. */
  readonly from: number | undefined;
}

export interface TranslationWork {
  readonly images: readonly ImageToTranslate[];
  /** As `Inputs` has it. */
  readonly brightest: number;
  readonly batch: number;
  /** But for `from`, which each image has, and what follows the work. */
  readonly options: Omit<TranslateOptions, "from" | "onProgress" | "signal">;
  readonly judge: ClassJudge | undefined;
}

/** What was made of an image. */
export interface Translation extends Omit<ImageToTranslate, "file"> {
  readonly file: InputFile;
  readonly output: string;
  /** Its number among the images of its class, by which its noise is drawn. */
  readonly index: number;
  readonly structure: StructureKept;
  /** What a classifier takes it for, before and after, and how probable it then holds the class that was asked for. */
  readonly style:
    | { readonly before: number; readonly after: number; readonly probability: number }
    | undefined;
  readonly notes: readonly string[];
  readonly row: SheetRow | undefined;
  /** In the model's size. */
  readonly units: { readonly before: UnitImage; readonly after: UnitImage };
}

/** Translates images, those of one class together, writing each as soon as it is there; after an abort the result holds those that were finished. */
export async function translateImages(
  { images, brightest, batch, options, judge }: TranslationWork,
  model: DiffusionModel,
  engine: Engine,
  folder: OutputFolder,
  io: Io,
  signal: AbortSignal,
): Promise<Translation[]> {
  const { classes } = model.card;
  const { to, ...drawing } = options;
  const names = outputNames(images.map(({ file }) => file)).map((name) => `images/${name}.png`);
  const outputs = new Map(images.map(({ file }, index) => [file, names[index]!]));
  const batchSize = Math.min(batch, images.length);
  const cells = new CellPipeline(model, engine);
  const labels = [...new Set(images.map(({ from }) => from))];
  const groups = labels.map((label) => images.filter(({ from }) => from === label));
  const batches = groups.reduce((sum, group) => sum + Math.ceil(group.length / batchSize), 0);
  const finished: Translation[] = [];
  let bar: Progress | undefined;
  let batchesBefore = 0;

  try {
    await folder.begin([...names, "sheet.png", "report.html"]);
    for (const group of groups) {
      const { from } = group[0]!;
      const files = group.map(({ file }) => file);
      const translated = cells.translate(files, {
        ...drawing,
        ...(to === undefined ? {} : { to: classes[to]! }),
        ...(from === undefined ? {} : { from: classes[from]! }),
        ...(judge && to !== undefined ? { judge } : {}),
        batchSize,
        brightest,
        signal,
        onProgress: ({ calls, totalCalls }) => {
          const perBatch = totalCalls / Math.ceil(group.length / batchSize);
          bar ??= startProgress(io, { noun: "call", total: perBatch * batches });
          bar.update(
            batchesBefore * perBatch + calls,
            `${finished.length} of ${plural(images.length, "image")}`,
          );
        },
      });
      for await (const image of translated) {
        const given = group[image.index]!;
        const output = outputs.get(given.file)!;
        await folder.write(output, await image.encode());
        finished.push(translationOf(given, output, image, to, finished.length < SHOWN));
      }
      batchesBefore += Math.ceil(group.length / batchSize);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    bar?.stop();
    await cells.dispose();
  }
  return finished;
}

function translationOf(
  given: ImageToTranslate,
  output: string,
  image: TranslatedCell,
  to: number | undefined,
  isShown: boolean,
): Translation {
  const { index, structure, units, verdicts, notes, input } = image;
  const range = displayRange([input, image]);
  const tiles = () => [imageTile(input, range), imageTile(image, range)];
  return {
    ...given,
    output,
    index,
    structure,
    style: verdicts && {
      before: verdicts.before.label,
      after: verdicts.after.label,
      probability: verdicts.after.probabilities[to!]!,
    },
    notes: notes.map(imageNoteText),
    row: isShown ? { label: given.file.name, tiles: tiles() } : undefined,
    units,
  };
}
