import { fittingInputs } from "../../input/fittingInputs.ts";
import { maskBox, maskFiles } from "../../input/masks.ts";
import { readInputs } from "../../input/readInputs.ts";
import { labelOfClass } from "../../model/drawing.ts";
import { useModel } from "../../model/useModel.ts";
import { modelRequired } from "../../options/modelSettings.ts";
import { flagSource, resolveSettings } from "../../options/resolveSettings.ts";
import { resultFolder } from "../../output/resultFolder.ts";
import { writeResult } from "../../output/writeResult.ts";
import { imageNotes } from "../../report/imageNotes.ts";
import { comparisonSheet } from "../../report/pictures/comparisonSheet.ts";
import { duration, plural } from "../../terminal/describe.ts";
import { Interrupted } from "../../terminal/interrupted.ts";
import { type Io, print, warn } from "../../terminal/io.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { fillHoles, holeOf, sheetColumns } from "./inpaintImages.ts";
import { inpaintDrawing } from "./inpaintPreset.ts";
import { classNote, completionsOf, inpaintResult } from "./inpaintResult.ts";
import { inpaintDefaults, inpaintSchema } from "./inpaintSettings.ts";

/** `cellgen inpaint`: fills holes in images, several times each. */
export async function inpaint(
  { flags, force }: { readonly flags: Readonly<Record<string, unknown>>; readonly force: boolean },
  io: Io,
): Promise<void> {
  const defaults = { values: inpaintDefaults, nameOf: (key: string) => key };
  const settings = resolveSettings(inpaintSchema, [flagSource(flags), defaults], {
    ...modelRequired,
    input: "Give an image with a hole, or a folder of such images.",
  });
  const { input, mask, box, out, samples } = settings;
  if ((mask === undefined) === (box === undefined)) {
    throw new UsageError(
      mask === undefined
        ? "--mask or --box is missing. Give a mask, where white means fill, or a rectangle as --box X,Y,W,H."
        : "--mask and --box both say where to fill. Give one of them.",
    );
  }
  const reads = { "--input": input, "--mask": mask };
  const folder = await resultFolder({ command: "inpaint", out, force, reads });
  await useModel(settings, io, async ({ model, signal, start }) => {
    const label = labelOfClass(settings.class, model);
    const inputs = await readInputs("--input", input, io, signal);
    const masks = mask === undefined ? maskBox(box!) : await maskFiles(mask, inputs.files, io, signal);
    const { files, brightest, leftOut } = await fittingInputs(inputs, async (file) =>
      holeOf(file, await masks(file), model),
    );
    for (const line of leftOut) warn(io, `note: ${line}`);
    const drawing = inpaintDrawing(settings, model);
    const engine = await start();
    print(
      io,
      `${plural(files.length, "image")}, ${completionsOf(files.length, samples)}; engine ${engine.description}`,
    );
    const began = performance.now();
    const work = { settings, drawing, label, files, brightest, masks };
    const filled = await fillHoles(work, model, engine, folder, io, signal);
    const done = `${plural(filled.length, "image")} with ${completionsOf(filled.length, samples)}`;
    if (filled.length === 0) {
      await folder.finish({ finished: false, settings });
      throw new Interrupted("Stopped before the first image was finished.");
    }
    const rows = filled.flatMap(({ row }) => row ?? []);
    const sheet = await comparisonSheet(sheetColumns(samples), rows);
    await folder.write("sheet.png", sheet);
    const notes = [...classNote(label, model.card), ...imageNotes(filled)];
    for (const line of notes) warn(io, `note: ${line}`);
    const warnings = [...leftOut, ...notes];
    const result = inpaintResult(settings, drawing, filled, sheet, warnings);
    const record = { finished: !signal.aborted, ...result.record };
    await writeResult(folder, settings, { model, engine }, { ...result, record });
    if (signal.aborted) throw new Interrupted(`Stopped; ${done} were finished and are in ${out}.`);
    const time = duration((performance.now() - began) / 1000);
    print(io, `${done}, sheet.png and report.html are in ${out} (${time}).`);
  });
}
