import { displayRange, imageProcessor } from "@cellgen/data";
import { encodeLike } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import {
  type ClassJudge,
  createTranslator,
  type DiffusionModel,
  type TranslatedImage,
  type TranslateOptions,
  type UnitImage,
} from "@cellgen/pipelines";
import { type InputFile, outputNames, readInput } from "../../input/readInputs.ts";
import type { OutputFolder } from "../../output/outputFolder.ts";
import { imageNoteText } from "../../report/imageNoteText.ts";
import type { SheetRow } from "../../report/pictures/comparisonSheet.ts";
import { fileTile } from "../../report/pictures/fileTile.ts";
import { plural } from "../../terminal/describe.ts";
import type { Io } from "../../terminal/io.ts";
import { type Progress, startProgress } from "../../terminal/progress.ts";
import { type StructureKept, structureKept } from "./structureKept.ts";

/** Images that the sheet shows. */
const SHOWN = 48;

/** An image to translate. */
interface ImageToTranslate {
  readonly file: InputFile;
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
export interface Translation extends ImageToTranslate {
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
  work: TranslationWork,
  model: DiffusionModel,
  engine: Engine,
  folder: OutputFolder,
  io: Io,
  signal: AbortSignal,
): Promise<Translation[]> {
  const { images, brightest, batch, options, judge } = work;
  const processor = imageProcessor(model.card);
  const names = outputNames(images.map(({ file }) => file)).map((name) => `images/${name}.png`);
  const outputs = new Map(images.map(({ file }, index) => [file, names[index]!]));
  const batchSize = Math.min(batch, images.length);
  const translator = await createTranslator(model, engine, { batchSize });
  const classes = [...new Set(images.map(({ from }) => from))];
  const groups = classes.map((label) => images.filter(({ from }) => from === label));
  const batches = groups.reduce((sum, group) => sum + Math.ceil(group.length / batchSize), 0);
  const finished: Translation[] = [];
  let bar: Progress | undefined;
  let batchesBefore = 0;

  /** The file once more, for its pixels are not kept while others are translated. */
  async function finish(given: ImageToTranslate, before: UnitImage, after: TranslatedImage): Promise<void> {
    const { file } = given;
    const image = await readInput(file);
    const { restore, notes } = processor.fit(image, { brightest });
    const translated = restore(after.values);
    const output = outputs.get(file)!;
    await folder.write(output, await encodeLike(file.path, translated));
    const range = displayRange([image, translated]);
    finished.push({
      ...given,
      output,
      index: after.index,
      structure: structureKept(before, after),
      style: judge && options.to !== undefined ? await styleOf(judge, before, after, options.to) : undefined,
      notes: notes.map(imageNoteText),
      row:
        finished.length < SHOWN
          ? { label: file.name, tiles: [fileTile(image, range), fileTile(translated, range)] }
          : undefined,
      units: { before, after },
    });
  }

  try {
    await folder.begin([...names, "sheet.png", "report.html"]);
    for (const group of groups) {
      const units: UnitImage[] = [];
      for (const { file } of group) {
        signal.throwIfAborted();
        units.push(processor.fit(await readInput(file), { brightest }).unit);
      }
      const [first] = group;
      const translated = translator.translate(units, {
        ...options,
        ...(first!.from === undefined ? {} : { from: first!.from }),
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
      for await (const image of translated) await finish(group[image.index]!, units[image.index]!, image);
      batchesBefore += Math.ceil(group.length / batchSize);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    bar?.stop();
    await translator.dispose();
  }
  return finished;
}

async function styleOf(
  judge: ClassJudge,
  before: UnitImage,
  after: UnitImage,
  to: number,
): Promise<NonNullable<Translation["style"]>> {
  const [own, seen] = await judge([before, after]);
  return { before: own!.label, after: seen!.label, probability: seen!.probabilities[to]! };
}
