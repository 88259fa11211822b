import path from "node:path";
import { type ImageNoise, imageProcessor } from "@cellgen/data";
import { type InputImage, readInputs } from "@cellgen/data/node";
import { classCondition } from "@cellgen/pipelines";
import type { DenoisedCell, DenoiseFieldCellsOptions } from "@cellgen/pipelines/node";
import { denoisingReport } from "@cellgen/pipelines/report";
import { type FileJob, type ProcessedFile, processFiles } from "../../apply/processFiles.ts";
import { reportTexts } from "../../apply/reportTexts.ts";
import { fittingInputs } from "../../input/fittingInputs.ts";
import { readMatches } from "../../input/readMatches.ts";
import { readPlace } from "../../input/readPlace.ts";
import { selectionOf } from "../../input/selectionOf.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { table } from "../../terminal/table.ts";
import { checkNoise } from "./checkNoise.ts";
import { denoiseLargeFile, isPartFormat } from "./denoiseLargeFile.ts";
import { imageRecord } from "./imageRecord.ts";
import { noiseSetting } from "./noiseSetting.ts";
import type { DenoiseSettings } from "./options.ts";

/** `cellgen denoise`: denoise images, with a map of the uncertainty and warnings about unreliable results. */
export async function run(context: CommandContext<DenoiseSettings>): Promise<void> {
  const { settings } = context;
  const { input, samples, mode } = settings;
  const noise = noiseSetting(settings.noise);
  const model = await context.openModel();
  classCondition("denoise", model, { class: settings.class });
  const processor = imageProcessor(model.card);
  const canBeInParts = mode === "mean" && samples === 1 && settings.reference === undefined;
  const found = await readPlace("--input", context, (options) =>
    readInputs(input, {
      ...options,
      ...selectionOf(settings, model.card),
      strict: settings.strict,
      probeLarge: canBeInParts,
    }),
  );
  const inputs = await fittingInputs(found, (file) => checkNoise(noise, processor, file, found.measured));
  const references =
    settings.reference === undefined
      ? undefined
      : await readMatches("--reference", settings.reference, inputs.files, context);
  const how =
    samples === 1 ? mode : mode === "mean" ? `mean of ${samples} samples` : `${samples} samples each`;
  await processFiles(context, {
    model,
    inputs,
    description: `, ${how}, noise ${settings.noise}`,
    outputsOf: (name) => ({
      images:
        mode === "sample" && samples > 1
          ? Array.from({ length: samples }, (_, k) => `images/${name}-${k + 1}`)
          : [`images/${name}`],
      maps: samples > 1 ? [`uncertainty/${name}`] : [],
    }),
    noun: "window",
    process: (job) => denoiseFiles(job, context, noise, references),
    report: () =>
      denoisingReport({
        mode,
        samples,
        noise: noise.kind === "auto" ? undefined : settings.noise,
        listedIn: "denoise.json",
        displayColors: model.card.displayColors,
        ...reportTexts,
      }),
    title: `${path.basename(path.resolve(input))}: denoised`,
    lines: ({ scores }) => {
      if (!scores) return [];
      const [, ...columns] = scores.table.header;
      return table(["mean of all", ...columns.map((name) => `>${name}`)], scores.table.rows);
    },
    record: ({ scores }) => (scores ? { meanScores: scores.means } : {}),
  });
}

async function* denoiseFiles(
  { pipeline, writeImage, placeImage, dropImage, skip, files, inputRanges, onProgress }: FileJob,
  { settings, signal }: CommandContext<DenoiseSettings>,
  noise: ImageNoise,
  references: ReadonlyMap<InputImage, InputImage> | undefined,
): AsyncGenerator<ProcessedFile<DenoisedCell>> {
  const { card } = pipeline.model;
  const { mode, samples, seed, sampler, steps, batch } = settings;
  const windows = files.map(({ file: { width, height } }) =>
    Math.ceil((width * height) / (card.width * card.height)),
  );
  const total = windows.reduce((sum, count) => sum + count, 0);
  let done = 0;
  for (const [index, each] of files.entries()) {
    const { file, format, maps, mapFormat } = each;
    const reference = references?.get(file);
    const options: Omit<DenoiseFieldCellsOptions, "write"> = {
      noise: noise.kind === "auto" ? "auto" : noise.kind === "white" ? noise.sigma : noise.photon,
      batchSize: batch,
      inputRanges,
      class: settings.class,
      signal,
      onProgress: (share) => onProgress(Math.min(total, Math.round(done + share * windows[index]!)), total),
    };
    const isInParts = file.isReadInParts && mode === "mean" && samples === 1 && !reference;
    let placed: { readonly name: string; readonly place: string } | undefined;
    try {
      if (isInParts && isPartFormat(format, files.length)) {
        const place = async (): Promise<string> => {
          placed = await placeImage(each.images[0]!, format);
          return placed.place;
        };
        const to = { place, format, channelColors: card.displayColors };
        const result = await denoiseLargeFile(pipeline, file, to, options);
        const record = imageRecord(file.path, { outputs: [placed!.name], map: undefined }, result);
        yield { file, result, record: { ...record, isReadInParts: true } };
      } else {
        const result = await pipeline.denoise(file, {
          ...options,
          ...{ mode, samples, seed, sampler, steps, reference },
        });
        const { images, uncertainty } = result;
        const outputs: string[] = [];
        for (const [k, image] of images.entries())
          outputs.push(await writeImage(each.images[k]!, image, format));
        const map = uncertainty && (await writeImage(maps[0]!, uncertainty, mapFormat));
        yield { file, result, record: imageRecord(file.path, { outputs, map }, result) };
      }
    } catch (error) {
      // Damage outside the parts that were read before.
      skip(error);
      if (placed) dropImage(placed.name);
    }
    file.release();
    reference?.release();
    done += windows[index]!;
  }
}
