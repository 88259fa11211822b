import { imageProcessor } from "@cellgen/data";
import { comparisonSheet } from "@cellgen/figures";
import { fittingInputs } from "../../input/fittingInputs.ts";
import { readInputs } from "../../input/readInputs.ts";
import { referencesOf } from "../../input/references.ts";
import { labelOfClass } from "../../model/drawing.ts";
import { noiseSetting } from "../../options/noiseSetting.ts";
import { writeResult } from "../../output/writeResult.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { plural } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { print, warn } from "../../terminal/io.ts";
import { checkNoise } from "./checkNoise.ts";
import { denoisedColumns } from "./denoisedRows.ts";
import { denoiseImages } from "./denoiseImages.ts";
import { denoiseResult, scoreLines } from "./denoiseResult.ts";
import type { DenoiseSettings } from "./options.ts";

/** `cellgen denoise`: denoises images, with a map of the uncertainty and warnings where the result is not to be trusted. */
export async function run(context: CommandContext<DenoiseSettings>): Promise<void> {
  const { settings, output, io, signal } = context;
  const { input, reference, out, samples, mode } = settings;
  const noise = noiseSetting(settings.noise);
  const model = await context.openModel();
  labelOfClass(settings.class, model);
  const processor = imageProcessor(model.card);
  const inputs = await readInputs("--input", input, io, signal);
  const { files, brightest, leftOut } = await fittingInputs(inputs, (file) =>
    checkNoise(noise, processor, file, inputs.brightest),
  );
  const references = reference === undefined ? undefined : await referencesOf(reference, files, io, signal);
  for (const line of leftOut) warn(io, `note: ${line}`);
  const engine = await context.startEngine();
  const how =
    samples === 1 ? mode : mode === "mean" ? `mean of ${samples} samples` : `${samples} samples each`;
  print(
    io,
    `${plural(files.length, "image")}, ${how}, noise ${settings.noise}; engine ${engine.description}`,
  );
  const work = { settings, noise, files, brightest, references };
  const denoised = await denoiseImages(work, model, engine, output, io, signal);
  const time = context.elapsed();
  if (denoised.length === 0) {
    await output.finish({ finished: false, settings });
    throw new Interrupted("Stopped before the first image was finished.");
  }
  const columns = denoisedColumns(samples > 1, reference !== undefined);
  const sheet = await comparisonSheet(
    columns,
    denoised.flatMap(({ rows }) => rows),
  );
  await output.write("sheet.png", sheet);
  const result = denoiseResult(settings, denoised, sheet, leftOut);
  const record = { finished: !signal.aborted, ...result.record };
  await writeResult(output, settings, { model, engine }, { ...result, record });
  for (const line of scoreLines(denoised)) print(io, line);
  for (const line of result.warnings.slice(leftOut.length)) warn(io, `note: ${line}`);
  const done = plural(denoised.length, "image");
  if (signal.aborted) throw new Interrupted(`Stopped; ${done} were finished and are in ${out}.`);
  print(io, `${done}, sheet.png and report.html are in ${out} (${time}).`);
}
