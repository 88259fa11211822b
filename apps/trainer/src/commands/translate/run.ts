import { imageProcessor } from "@cellgen/data";
import { type ClassJudgeOptions, type TrainedClassJudge, trainClassJudge } from "@cellgen/evaluation/node";
import { comparisonSheet } from "@cellgen/figures";
import {
  type DiffusionModel,
  nullClassOf,
  type TranslateOptions,
  translateDefaults,
} from "@cellgen/pipelines";
import { fittingInputs } from "../../input/fittingInputs.ts";
import { type InputFile, readInputs } from "../../input/readInputs.ts";
import { namingUnfit } from "../../input/unfitImageError.ts";
import { classLabel, drawingSteps, refuseAnyClass, refuseGuidance } from "../../model/drawing.ts";
import { writeResult } from "../../output/writeResult.ts";
import { imageNotes } from "../../report/imageNotes.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { plural, shownPath } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { type Io, print, warn } from "../../terminal/io.ts";
import { stageProgress } from "../../terminal/stageProgress.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { withFlags } from "../evaluate/evaluationWords.ts";
import type { TranslateSettings } from "./options.ts";
import { translateImages } from "./translateImages.ts";
import { translateResult } from "./translateResult.ts";

/** `cellgen translate`: translates images to another class. */
export async function run(context: CommandContext<TranslateSettings>): Promise<void> {
  const { settings, output, io, signal } = context;
  const { input, data, out, batch } = settings;
  const model = await context.openModel();
  const options = translateOptions(settings, model);
  const processor = imageProcessor(model.card);
  const inputs = await readInputs("--input", input, io, signal);
  const { files, brightest, leftOut } = await fittingInputs(inputs, (file) =>
    namingUnfit(file.path, () => processor.placement(file)),
  );
  const images = files.map((file) => ({ file, from: ownClass(file, settings, model) }));
  const unknown = images.find(({ from }) => from === undefined);
  if (unknown && settings.method === "ddib" && nullClassOf(model) === undefined) {
    throw new UsageError(
      `--from is missing: the model must be told what ${shownPath(unknown.file.path)} is. Choose ${model.card.classes.join(", ")}.`,
    );
  }
  for (const line of leftOut) warn(io, `note: ${line}`);
  const engine = await context.startEngine();
  let judge: TrainedClassJudge | undefined;
  try {
    if (data !== undefined) {
      const { card } = model;
      const { seed } = settings;
      const exclude = files.map(({ path }) => path);
      judge = await trainJudge({ data, card, target: options.to!, engine, seed, exclude, signal }, io);
    }
    print(io, `${plural(files.length, "image")} by ${settings.method}; engine ${engine.description}`);
    const work = { images, brightest, batch, options, judge: judge?.judge };
    const translations = await translateImages(work, model, engine, output, io, signal);
    const done = plural(translations.length, "image");
    if (translations.length === 0) {
      await output.finish({ finished: false, settings });
      throw new Interrupted("Stopped before the first image was finished.");
    }
    const sheet = await comparisonSheet(
      ["before", "after"],
      translations.flatMap(({ row }) => row ?? []),
    );
    await output.write("sheet.png", sheet);
    const { card } = model;
    const notes = [...leftOut, ...imageNotes(translations)];
    const result = translateResult({ settings, options, card, translations, judge, sheet, notes });
    for (const line of result.warnings.slice(leftOut.length)) warn(io, `note: ${line}`);
    const record = { finished: !signal.aborted, ...result.record };
    await writeResult(output, settings, { model, engine }, { ...result, record });
    if (signal.aborted) throw new Interrupted(`Stopped; ${done} were finished and are in ${out}.`);
    const time = context.elapsed();
    print(io, `${done}, sheet.png and report.html are in ${out} (${time}).`);
  } finally {
    await judge?.dispose();
  }
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
    throw withFlags(error, "Leave --data out.");
  } finally {
    bars.stop();
  }
}

/** @throws UsageError if a flag does not go with the method or the model. */
function translateOptions(
  settings: TranslateSettings,
  model: DiffusionModel,
): TranslateOptions & { readonly steps: number } {
  const { method, sampler, keep, seed, guidance } = settings;
  const { classes } = model.card;
  if (settings.from !== undefined) classLabel("--from", settings.from, classes);
  const to = settings.to === undefined ? undefined : classLabel("--to", settings.to, classes);
  if (to === undefined && (method === "ddib" || settings.data !== undefined)) {
    throw new UsageError(
      classes.length === 0
        ? `--${method === "ddib" ? "method ddib" : "data"} needs a model trained with --class-conditional, and this one was not. ${method === "ddib" ? "Take --method sdedit." : "Leave --data out."}`
        : `--to is missing. Give the class to translate to: ${classes.join(", ")}.`,
    );
  }
  if (method === "ddib" && sampler === "ddpm") {
    throw new UsageError(
      "--sampler ddpm draws new noise, and nothing would tie the result to the image. Take ddim or dpm++2m, or --method sdedit.",
    );
  }
  refuseAnyClass("--to", to, model);
  refuseGuidance(guidance, "--to", to, model);
  return {
    method,
    sampler,
    steps: drawingSteps(settings, model),
    strength: settings.strength ?? translateDefaults.strength[method],
    seed,
    guidanceScale: guidance,
    ...(to === undefined ? {} : { to }),
    ...(keep === undefined ? {} : { keep }),
  };
}

/** The label of the class that an image is of: what --from says, or its suboutput. */
function ownClass(
  { name }: InputFile,
  { from, method }: TranslateSettings,
  { card }: DiffusionModel,
): number | undefined {
  if (method === "sdedit") return undefined;
  const label = card.classes.indexOf(from ?? name.split("/").slice(0, -1)[0] ?? "");
  return label < 0 ? undefined : label;
}
