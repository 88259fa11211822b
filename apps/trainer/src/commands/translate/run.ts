import { imageProcessor, indexOfName } from "@cellgen/data";
import { type InputImage, readInputs } from "@cellgen/data/node";
import { type ClassJudgeOptions, type TrainedClassJudge, trainClassJudge } from "@cellgen/evaluation/node";
import { type DiffusionModel, nullClassOf } from "@cellgen/pipelines";
import type { TranslateCellsOptions, TranslatedCell } from "@cellgen/pipelines/node";
import { translationReport } from "@cellgen/pipelines/report";
import {
  type FileJob,
  type FileToProcess,
  type ProcessedFile,
  processFiles,
} from "../../apply/processFiles.ts";
import { reportTexts } from "../../apply/reportTexts.ts";
import { evaluationUsageError } from "../../input/evaluationUsageError.ts";
import { fittingInputs } from "../../input/fittingInputs.ts";
import { readPlace } from "../../input/readPlace.ts";
import { selectionOf } from "../../input/selectionOf.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import type { Io } from "../../terminal/io.ts";
import { shownPath } from "../../terminal/shownPath.ts";
import { stageProgress } from "../../terminal/stageProgress.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { checkedTranslation } from "./checkedTranslation.ts";
import type { TranslateSettings } from "./options.ts";

/** `cellgen translate`: translate images to another class. */
export async function run(context: CommandContext<TranslateSettings>): Promise<void> {
  const { settings, io, signal } = context;
  const { input, data, seed, method } = settings;
  const model = await context.openModel();
  const { card } = model;
  const translation = checkedTranslation(settings, model);
  const processor = imageProcessor(card);
  const found = await readPlace("--input", context, (options) =>
    readInputs(input, {
      ...options,
      ...selectionOf(settings, model.card),
      strict: settings.strict,
      probeLarge: false,
    }),
  );
  const inputs = await fittingInputs(found, (file) => processor.placement(file));
  const from = sourceClasses(inputs.files, settings, model);
  const target = translation.to === undefined ? undefined : card.classes[translation.to]!;
  let judge: TrainedClassJudge | undefined;
  try {
    await processFiles(context, {
      model,
      inputs,
      description: ` by ${method}`,
      outputsOf: (name) => ({ images: [`images/${name}`] }),
      async prepare(engine) {
        if (data === undefined) return;
        const exclude = inputs.files.map(({ path }) => path);
        judge = await trainJudge({ data, card, target: translation.to!, engine, seed, exclude, signal }, io);
      },
      noun: "call",
      process: (job) =>
        translateFiles(job, context, { ...translation, to: target, from, judge: judge?.judge }),
      report: () =>
        translationReport({
          ...translation,
          to: target,
          from: settings.from,
          classes: card.classes,
          judge,
          listedIn: "translate.json",
          displayColors: card.displayColors,
          ...reportTexts,
        }),
      record: ({ scores: { structure, reached } }) => ({
        drawing: translation,
        scores: {
          structure: structure.mean,
          unrelated: structure.unrelated ?? null,
          // The record keeps an older key for the held-out images.
          ...(judge ? { style: { ...reached, accuracy: judge.accuracy, keptAside: judge.heldOut } } : {}),
        },
      }),
    });
  } finally {
    await judge?.dispose();
  }
}

/**
 * Return the class of each image: --from or its subfolder; undefined = any. @throws UsageError if the method requires a class and an image
 * has none.
 */
function sourceClasses(
  files: readonly InputImage[],
  { from, method }: TranslateSettings,
  model: DiffusionModel,
): (string | undefined)[] {
  const { classes } = model.card;
  return files.map((file) => {
    if (method === "sdedit") return undefined;
    const folders = file.file.split("/").slice(0, -1);
    const name = from ?? folders.find((folder) => indexOfName(classes, folder) >= 0) ?? "";
    const label = indexOfName(classes, name);
    if (label >= 0) return classes[label];
    if (nullClassOf(model) !== undefined) return undefined;
    throw new UsageError(
      `--from is missing: this model requires the class of ${shownPath(file.path)}. Use ${classes.join(", ")}.`,
    );
  });
}

/** Train a classifier on real images, with progress bars. @throws UsageError if --data has too few images. */
async function trainJudge(options: ClassJudgeOptions, io: Io): Promise<TrainedClassJudge> {
  const bars = stageProgress(io);
  try {
    return await trainClassJudge({
      ...options,
      onProgress: ({ stage, done, total }) =>
        bars.update({ noun: stage === "train" ? "step of the classifier" : "image", done, total }),
    });
  } catch (error) {
    if (options.signal?.aborted) throw new Interrupted("Stopped; nothing was written.", { cause: error });
    throw evaluationUsageError(error, "Omit --data.");
  } finally {
    bars.stop();
  }
}

async function* translateFiles(
  { pipeline, writeImage, files, inputRanges, onProgress }: FileJob,
  { settings, signal }: CommandContext<TranslateSettings>,
  translation: TranslateCellsOptions,
): AsyncGenerator<ProcessedFile<TranslatedCell>> {
  const translated = pipeline.translate(
    files.map(({ file }) => file),
    {
      ...translation,
      inputRanges,
      batchSize: Math.min(settings.batch, files.length),
      signal,
      onProgress: ({ calls, totalCalls }) => onProgress(calls, totalCalls),
    },
  );
  for await (const result of translated) {
    const each = files[result.position]!;
    const output = await writeImage(each.images[0]!, result, each.format);
    yield {
      file: each.file,
      result,
      record: imageRecord({ ...each, output }, result, settings, pipeline.classes),
    };
  }
}

/** Return the entry of an image in translate.json. */
function imageRecord(
  { file, output }: Pick<FileToProcess, "file"> & { readonly output: string },
  { from, index, structure, verdicts, notes }: TranslatedCell,
  { to, seed }: TranslateSettings,
  classes: readonly string[],
): Readonly<Record<string, unknown>> {
  return {
    file: file.path,
    output,
    from: from ?? null,
    to: to ?? null,
    seed,
    index,
    structure,
    ...(verdicts
      ? {
          style: {
            before: classes[verdicts.before.label],
            after: classes[verdicts.after.label],
            probability: verdicts.after.probabilities[classes.indexOf(to!)],
          },
        }
      : {}),
    notes: notes.map(reportTexts.noteText),
  };
}
