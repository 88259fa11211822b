import { type ImageNoise, imageProcessor } from "@cellgen/data";
import { type InputImage, readInputs } from "@cellgen/data/node";
import { classCondition } from "@cellgen/pipelines";
import { type FileJob, type Finished, processFiles } from "../../apply/processFiles.ts";
import { fittingInputs } from "../../input/fittingInputs.ts";
import { readMatches } from "../../input/readMatches.ts";
import { readPlace } from "../../input/readPlace.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { checkNoise } from "./checkNoise.ts";
import { type DenoisedFile, denoisedFile, imageTable } from "./denoisedFile.ts";
import { denoisedColumns, denoisedRows } from "./denoisedRows.ts";
import { noiseSetting } from "./noiseSetting.ts";
import type { DenoiseSettings } from "./options.ts";
import { denoiseReport, sheetCaption } from "./report.ts";

/** `cellgen denoise`: denoises images, with a map of the uncertainty and warnings where the result is not to be trusted. */
export async function run(context: CommandContext<DenoiseSettings>): Promise<void> {
  const { settings } = context;
  const { samples, mode } = settings;
  const noise = noiseSetting(settings.noise);
  const model = await context.openModel();
  classCondition("denoise", model, { class: settings.class });
  const processor = imageProcessor(model.card);
  const found = await readPlace("--input", context, (options) => readInputs(settings.input, options));
  const inputs = await fittingInputs(found, (file) => checkNoise(noise, processor, file, found.brightest));
  const references =
    settings.reference === undefined
      ? undefined
      : await readMatches("--reference", settings.reference, inputs.files, context);
  const how =
    samples === 1 ? mode : mode === "mean" ? `mean of ${samples} samples` : `${samples} samples each`;
  await processFiles<DenoisedFile>(context, {
    model,
    inputs,
    description: `, ${how}, noise ${settings.noise}`,
    outputsOf: (name) => [
      ...(mode === "sample" && samples > 1
        ? Array.from({ length: samples }, (_, k) => `images/${name}-${k + 1}.png`)
        : [`images/${name}.png`]),
      ...(samples > 1 ? [`uncertainty/${name}.png`] : []),
    ],
    noun: "window",
    process: (job) => denoiseFiles(job, context, noise, references),
    sheet: {
      columns: denoisedColumns(samples > 1, references !== undefined),
      maxRows: 24,
      caption: sheetCaption(settings),
    },
    table: imageTable(settings),
    report: (denoised) => denoiseReport(settings, denoised),
  });
}

async function* denoiseFiles(
  { pipeline, write, files, brightest, onProgress }: FileJob,
  { settings, signal }: CommandContext<DenoiseSettings>,
  noise: ImageNoise,
  references: ReadonlyMap<InputImage, InputImage> | undefined,
): AsyncGenerator<Finished<DenoisedFile>> {
  const { card } = pipeline.model;
  const { mode, samples, seed, sampler, steps, batch } = settings;
  const windows = files.map(({ file: { width, height } }) =>
    Math.ceil((width * height) / (card.width * card.height)),
  );
  const total = windows.reduce((sum, count) => sum + count, 0);
  let done = 0;
  for (const [index, { file, outputs }] of files.entries()) {
    const reference = references?.get(file);
    const result = await pipeline.denoise(file, {
      noise: noise.kind === "auto" ? "auto" : noise.kind === "white" ? noise.sigma : noise.photon,
      mode,
      samples,
      seed,
      sampler,
      steps,
      batchSize: batch,
      brightest,
      class: settings.class,
      reference,
      signal,
      onProgress: (share) => onProgress(Math.min(total, Math.round(done + share * windows[index]!)), total),
    });
    const { images, uncertainty } = result;
    for (const [k, image] of images.entries()) await write(outputs[k]!, await image.encode());
    if (uncertainty) await write(outputs[images.length]!, await uncertainty.encode());
    yield {
      item: denoisedFile(file, result, outputs),
      rows: async () => denoisedRows(file.name, result, samples > 1, (await reference?.read())?.image),
    };
    file.release();
    reference?.release();
    done += windows[index]!;
  }
}
