import { comparisonSheet } from "@cellgen/figures";
import { inpaintPresetFor } from "@cellgen/pipelines";
import { fittingInputs } from "../../input/fittingInputs.ts";
import { maskBox, maskFiles } from "../../input/masks.ts";
import { readInputs } from "../../input/readInputs.ts";
import { labelOfClass } from "../../model/drawing.ts";
import { writeResult } from "../../output/writeResult.ts";
import { imageNotes } from "../../report/imageNotes.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { plural } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { print, warn } from "../../terminal/io.ts";
import { checkMask, fillHoles, sheetColumns } from "./inpaintImages.ts";
import { classNote, completionsOf, inpaintResult } from "./inpaintResult.ts";
import type { InpaintSettings } from "./options.ts";

/** `cellgen inpaint`: inpaints masked regions of images, several times each. */
export async function run(context: CommandContext<InpaintSettings>): Promise<void> {
  const { settings, output, io, signal } = context;
  const { input, mask, box, out, samples } = settings;
  const model = await context.openModel();
  const label = labelOfClass(settings.class, model);
  const inputs = await readInputs("--input", input, io, signal);
  const masks = mask === undefined ? maskBox(box!) : await maskFiles(mask, inputs.files, io, signal);
  const { files, brightest, leftOut } = await fittingInputs(inputs, async (file) =>
    checkMask(file, await masks(file), model.card),
  );
  for (const line of leftOut) warn(io, `note: ${line}`);
  const drawing = inpaintPresetFor(model.scheduler, settings.preset, settings.sampler);
  const engine = await context.startEngine();
  print(
    io,
    `${plural(files.length, "image")}, ${completionsOf(files.length, samples)}; engine ${engine.description}`,
  );
  const work = { settings, files, brightest, masks };
  const filled = await fillHoles(work, model, engine, output, io, signal);
  const done = `${plural(filled.length, "image")} with ${completionsOf(filled.length, samples)}`;
  if (filled.length === 0) {
    await output.finish({ finished: false, settings });
    throw new Interrupted("Stopped before the first image was finished.");
  }
  const rows = filled.flatMap(({ row }) => row ?? []);
  const sheet = await comparisonSheet(sheetColumns(samples), rows);
  await output.write("sheet.png", sheet);
  const notes = [...classNote(label, model.card), ...imageNotes(filled)];
  for (const line of notes) warn(io, `note: ${line}`);
  const warnings = [...leftOut, ...notes];
  const result = inpaintResult(settings, drawing, filled, sheet, warnings);
  const record = { finished: !signal.aborted, ...result.record };
  await writeResult(output, settings, { model, engine }, { ...result, record });
  if (signal.aborted) throw new Interrupted(`Stopped; ${done} were finished and are in ${out}.`);
  const time = context.elapsed();
  print(io, `${done}, sheet.png and report.html are in ${out} (${time}).`);
}
