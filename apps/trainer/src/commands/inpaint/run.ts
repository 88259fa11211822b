import { type InputImage, readInputs } from "@cellgen/data/node";
import { plural } from "@cellgen/data/text";
import { classCondition, type InpaintPreset, inpaintPresetFor, type ModelCard } from "@cellgen/pipelines";
import type { InpaintedCell } from "@cellgen/pipelines/node";
import { inpaintingReport } from "@cellgen/pipelines/report";
import { type FileJob, type ProcessedFile, processFiles } from "../../apply/processFiles.ts";
import { reportTexts } from "../../apply/reportTexts.ts";
import { fittingInputs } from "../../input/fittingInputs.ts";
import { readPlace } from "../../input/readPlace.ts";
import { selectionOf } from "../../input/selectionOf.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { type MaskSource, maskSource } from "./maskSource.ts";
import type { InpaintSettings } from "./options.ts";

/** `cellgen inpaint`: inpaint masked regions of images, with one or more completions each. */
export async function run(context: CommandContext<InpaintSettings>): Promise<void> {
  const { settings } = context;
  const { samples } = settings;
  const model = await context.openModel();
  classCondition("inpaint", model, { class: settings.class });
  const found = await readPlace("--input", context, (options) =>
    readInputs(settings.input, {
      ...options,
      ...selectionOf(settings, model.card),
      strict: settings.strict,
      probeLarge: false,
    }),
  );
  const masks = await maskSource(context, found.files, model.card);
  const inputs = await fittingInputs(found, masks.read);
  const preset = inpaintPresetFor(model.scheduler, settings.preset, settings.sampler);
  await processFiles(context, {
    model,
    inputs,
    description: `, ${completionsOf(inputs.files.length, samples)}`,
    results: (files) => ` with ${completionsOf(files, samples)}`,
    outputsOf: (name) => ({
      images: Array.from({ length: samples }, (_, k) => `images/${name}-${k + 1}`),
    }),
    noun: "call",
    process: (job) => inpaintFiles(job, context, preset, masks),
    report: () =>
      inpaintingReport({
        samples,
        preset,
        class: settings.class,
        listedIn: "inpaint.json",
        displayColors: model.card.displayColors,
        ...reportTexts,
      }),
    warnings: classNote(settings.class, model.card),
    record: () => ({ drawing: preset }),
  });
}

async function* inpaintFiles(
  { pipeline, writeImage, files, inputRanges, onProgress }: FileJob,
  { settings, signal }: CommandContext<InpaintSettings>,
  preset: InpaintPreset,
  masks: MaskSource,
): AsyncGenerator<ProcessedFile<readonly InpaintedCell[]>> {
  const { samples, seed, batch } = settings;
  for (const [index, each] of files.entries()) {
    const { file, images, format } = each;
    const region = await masks.read(file);
    const completions: InpaintedCell[] = [];
    const outputs: string[] = [];
    const inpainted = pipeline.inpaint(file, region, {
      samples,
      seed,
      preset,
      class: settings.class,
      batchSize: Math.min(batch, samples),
      inputRanges,
      signal,
      onProgress: ({ calls, totalCalls }) =>
        onProgress(index * totalCalls + calls, files.length * totalCalls),
    });
    for await (const completion of inpainted) {
      outputs.push(await writeImage(images[completions.length]!, completion, format));
      completions.push(completion);
    }
    file.release();
    masks.release(file);
    yield { file, result: completions, record: imageRecord(file, outputs, completions[0]!) };
  }
}

/** Return the entry of an image in inpaint.json. */
function imageRecord(
  { path, width, height, pixelType }: InputImage,
  outputs: readonly string[],
  { mask, window, notes, seed }: InpaintedCell,
): Readonly<Record<string, unknown>> {
  return {
    file: path,
    width,
    height,
    pixelType,
    filledPixels: mask.fill.reduce((sum, fill) => sum + fill, 0),
    window,
    notes: notes.map(reportTexts.noteText),
    completions: outputs.map((file, index) => ({ file, seed, index })),
  };
}

/** Describe the number of completions: "1 completion" for one image, "8 completions each" for several. */
function completionsOf(images: number, samples: number): string {
  return `${plural(samples, "completion")}${images === 1 ? "" : " each"}`;
}

/** Recommend --class if the model has classes and none was given. */
export function classNote(name: string | undefined, { classes }: Pick<ModelCard, "classes">): string[] {
  if (name !== undefined || classes.length === 0) return [];
  return [
    `Inpainted without a class, so the most frequent class prevails. Give --class (${classes.join(", ")}) to inpaint cells of a class.`,
  ];
}
