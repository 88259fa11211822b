import { displayRange, imageProcessor } from "@cellgen/data";
import { type InputImage, readInputs } from "@cellgen/data/node";
import { type ClassJudgeOptions, type TrainedClassJudge, trainClassJudge } from "@cellgen/evaluation/node";
import { imageTile } from "@cellgen/figures";
import { type ClassJudge, type DiffusionModel, nullClassOf } from "@cellgen/pipelines";
import { type FileJob, type Finished, processFiles } from "../../apply/processFiles.ts";
import { evaluationUsageError } from "../../input/evaluationUsageError.ts";
import { fittingInputs } from "../../input/fittingInputs.ts";
import { readPlace } from "../../input/readPlace.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { shownPath } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import type { Io } from "../../terminal/io.ts";
import { stageProgress } from "../../terminal/stageProgress.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { checkedTranslation, type Translation } from "./checkedTranslation.ts";
import type { TranslateSettings } from "./options.ts";
import { imageTable, translateReport } from "./report.ts";
import { type TranslatedFile, translatedFile } from "./translatedFile.ts";

/** `cellgen translate`: translates images to another class. */
export async function run(context: CommandContext<TranslateSettings>): Promise<void> {
  const { settings, io, signal } = context;
  const { input, data, seed, method } = settings;
  const model = await context.openModel();
  const { card } = model;
  const translation = checkedTranslation(settings, model);
  const processor = imageProcessor(card);
  const found = await readPlace("--input", context, (options) => readInputs(input, options));
  const inputs = await fittingInputs(found, (file) => processor.placement(file));
  const from = sourceClasses(inputs.files, settings, model);
  let judge: TrainedClassJudge | undefined;
  try {
    await processFiles<TranslatedFile>(context, {
      model,
      inputs,
      description: ` by ${method}`,
      outputsOf: (name) => [`images/${name}.png`],
      async prepare(engine) {
        if (data === undefined) return;
        const exclude = inputs.files.map(({ path }) => path);
        judge = await trainJudge({ data, card, target: translation.to!, engine, seed, exclude, signal }, io);
      },
      noun: "call",
      process: (job) => translateFiles(job, context, translation, { from, judge: judge?.judge }),
      sheet: {
        columns: ["before", "after"],
        maxRows: 48,
        caption: "Each image before and after. The first images, not selected.",
      },
      table: imageTable(data === undefined ? undefined : card.classes[translation.to!]),
      report: (translated) => translateReport({ settings, translation, card, translated, judge }),
    });
  } finally {
    await judge?.dispose();
  }
}

/** The class of each image: --from, or its subfolder; undefined = any. @throws UsageError if the model requires the class of an image. */
function sourceClasses(
  files: readonly InputImage[],
  { from, method }: TranslateSettings,
  model: DiffusionModel,
): (string | undefined)[] {
  const { classes } = model.card;
  return files.map((file) => {
    if (method === "sdedit") return undefined;
    const name = from ?? file.name.split("/").slice(0, -1)[0] ?? "";
    if (classes.includes(name)) return name;
    if (nullClassOf(model) !== undefined) return undefined;
    throw new UsageError(
      `--from is missing: this model requires the class of ${shownPath(file.path)}. Choose ${classes.join(", ")}.`,
    );
  });
}

/** Trains a classifier of real images, with bars. @throws UsageError if --data has too few of them. */
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
    throw evaluationUsageError(error, "Leave --data out.");
  } finally {
    bars.stop();
  }
}

interface SourcesAndJudge {
  /** The class of each file. */
  readonly from: readonly (string | undefined)[];
  readonly judge: ClassJudge | undefined;
}

async function* translateFiles(
  { pipeline, write, files, brightest, onProgress }: FileJob,
  { settings, signal }: CommandContext<TranslateSettings>,
  { to, ...how }: Translation,
  { from, judge }: SourcesAndJudge,
): AsyncGenerator<Finished<TranslatedFile>> {
  const target = to === undefined ? undefined : pipeline.classes[to]!;
  const translated = pipeline.translate(
    files.map(({ file }) => file),
    {
      ...how,
      to: target,
      from,
      judge,
      brightest,
      batchSize: Math.min(settings.batch, files.length),
      signal,
      onProgress: ({ calls, totalCalls }) => onProgress(calls, totalCalls),
    },
  );
  for await (const image of translated) {
    const { position, input } = image;
    const { file, outputs } = files[position]!;
    await write(outputs[0]!, await image.encode());
    yield {
      item: translatedFile(image, {
        file,
        output: outputs[0]!,
        from: from[position],
        to: target,
        seed: settings.seed,
        classes: pipeline.classes,
      }),
      rows: () => {
        const range = displayRange([input, image]);
        return [{ label: file.name, tiles: [imageTile(input, range), imageTile(image, range)] }];
      },
    };
  }
}
