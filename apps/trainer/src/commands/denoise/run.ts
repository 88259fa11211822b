import { fittingInputs } from "../../input/fittingInputs.ts";
import { readInputs } from "../../input/readInputs.ts";
import { referencesOf } from "../../input/references.ts";
import { labelOfClass } from "../../model/drawing.ts";
import { useModel } from "../../model/useModel.ts";
import { modelRequired } from "../../options/modelSettings.ts";
import { noiseSetting } from "../../options/noiseSetting.ts";
import { flagSource, resolveSettings } from "../../options/resolveSettings.ts";
import { resultFolder } from "../../output/resultFolder.ts";
import { writeResult } from "../../output/writeResult.ts";
import { comparisonSheet } from "../../report/pictures/comparisonSheet.ts";
import { duration, plural } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { type Io, print, warn } from "../../terminal/io.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { denoisedColumns } from "./denoisedRows.ts";
import { denoiseImages } from "./denoiseImages.ts";
import { denoiseResult, scoreLines } from "./denoiseResult.ts";
import { denoiseDefaults, denoiseSchema } from "./denoiseSettings.ts";
import { refuseStrongNoise, refuseTooSmall } from "./varianceStabilization.ts";

/** `cellgen denoise`: takes the noise out of images. */
export async function denoise(
  { flags, force }: { readonly flags: Readonly<Record<string, unknown>>; readonly force: boolean },
  io: Io,
): Promise<void> {
  const defaults = { values: denoiseDefaults, nameOf: (key: string) => key };
  const settings = resolveSettings(denoiseSchema, [flagSource(flags), defaults], {
    ...modelRequired,
    input: "Give an image with noise, or a folder of such images.",
  });
  const { input, reference, out, samples, mode, sampler } = settings;
  const noise = noiseSetting(settings.noise);
  if (samples > 1 && sampler === "dpm++2m") {
    throw new UsageError(
      `--sampler dpm++2m draws the same sample every time, so --samples ${samples} needs ddpm or ddim. Leave --sampler out.`,
    );
  }
  const reads = { "--input": input, "--reference": reference };
  const folder = await resultFolder({ command: "denoise", out, force, reads });
  await useModel(settings, io, async ({ model, signal, start }) => {
    const label = labelOfClass(settings.class, model);
    const inputs = await readInputs("--input", input, io, signal);
    const { files, brightest, leftOut } = await fittingInputs(inputs, (file) => refuseTooSmall(noise, file));
    for (const file of files) refuseStrongNoise(noise, model.card, file, brightest);
    const references = reference === undefined ? undefined : await referencesOf(reference, files, io, signal);
    for (const line of leftOut) warn(io, `note: ${line}`);
    const engine = await start();
    const how =
      samples === 1 ? mode : mode === "mean" ? `mean of ${samples} samples` : `${samples} samples each`;
    print(
      io,
      `${plural(files.length, "image")}, ${how}, noise ${settings.noise}; engine ${engine.description}`,
    );
    const began = performance.now();
    const work = { settings, noise, label, files, brightest, references };
    const denoised = await denoiseImages(work, model, engine, folder, io, signal);
    const time = duration((performance.now() - began) / 1000);
    if (denoised.length === 0) {
      await folder.finish({ finished: false, settings });
      throw new Interrupted("Stopped before the first image was finished.");
    }
    const columns = denoisedColumns(samples > 1, reference !== undefined);
    const sheet = await comparisonSheet(
      columns,
      denoised.flatMap(({ rows }) => rows),
    );
    await folder.write("sheet.png", sheet);
    const result = denoiseResult(settings, denoised, sheet, leftOut);
    const record = { finished: !signal.aborted, ...result.record };
    await writeResult(folder, settings, { model, engine }, { ...result, record });
    for (const line of scoreLines(denoised)) print(io, line);
    for (const line of result.warnings.slice(leftOut.length)) warn(io, `note: ${line}`);
    const done = plural(denoised.length, "image");
    if (signal.aborted) throw new Interrupted(`Stopped; ${done} were finished and are in ${out}.`);
    print(io, `${done}, sheet.png and report.html are in ${out} (${time}).`);
  });
}
