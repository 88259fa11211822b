import { type CellImage, cropImage, cropMask, displayRange, type Mask } from "@cellgen/data";
import { readInputs } from "@cellgen/data/node";
import { imageTile, maskedTile, type SheetRow, type Tile } from "@cellgen/figures";
import type { PixelWindow } from "@cellgen/filters";
import { classCondition, type InpaintPreset, inpaintPresetFor } from "@cellgen/pipelines";
import type { InpaintedCell } from "@cellgen/pipelines/node";
import {
  type FileJob,
  type FileToProcess,
  type Finished,
  type ProcessedFile,
  processFiles,
} from "../../apply/processFiles.ts";
import { fittingInputs } from "../../input/fittingInputs.ts";
import { readPlace } from "../../input/readPlace.ts";
import { imageNoteText } from "../../report/imageNoteText.ts";
import type { CommandContext } from "../../runner/commandDefinition.ts";
import { count } from "../../terminal/describe.ts";
import { type MaskSource, maskSource } from "./maskSource.ts";
import type { InpaintSettings } from "./options.ts";
import { classNote, completionsOf, imageTable, inpaintReport, sheetCaption } from "./report.ts";

/** Completions of an image that the sheet shows, at most. */
const MAX_SHOWN = 8;

/** `cellgen inpaint`: inpaints masked regions of images, several times each. */
export async function run(context: CommandContext<InpaintSettings>): Promise<void> {
  const { settings } = context;
  const { samples } = settings;
  const model = await context.openModel();
  classCondition("inpaint", model, { class: settings.class });
  const found = await readPlace("--input", context, (options) => readInputs(settings.input, options));
  const masks = await maskSource(context, found.files, model.card);
  const inputs = await fittingInputs(found, masks.read);
  const preset = inpaintPresetFor(model.scheduler, settings.preset, settings.sampler);
  await processFiles(context, {
    model,
    inputs,
    description: `, ${completionsOf(inputs.files.length, samples)}`,
    results: (files) => ` with ${completionsOf(files, samples)}`,
    outputsOf: (name) => Array.from({ length: samples }, (_, k) => `images/${name}-${k + 1}.png`),
    noun: "call",
    process: (job) => inpaintFiles(job, context, preset, masks),
    sheet: {
      columns: [
        "file",
        "mask",
        ...Array.from({ length: Math.min(samples, MAX_SHOWN) }, (_, k) => `${k + 1}`),
      ],
      maxRows: 24,
      caption: sheetCaption,
    },
    table: imageTable,
    report: (inpainted) =>
      inpaintReport(settings, preset, inpainted.length, classNote(settings.class, model.card)),
  });
}

async function* inpaintFiles(
  { pipeline, write, files, brightest, onProgress }: FileJob,
  { settings, signal }: CommandContext<InpaintSettings>,
  preset: InpaintPreset,
  masks: MaskSource,
): AsyncGenerator<Finished<ProcessedFile>> {
  const { samples, seed, batch } = settings;
  for (const [index, { file, outputs }] of files.entries()) {
    const mask = await masks.read(file);
    const completions: InpaintedCell[] = [];
    const inpainted = pipeline.inpaint(file, mask, {
      samples,
      seed,
      preset,
      class: settings.class,
      batchSize: Math.min(batch, samples),
      brightest,
      signal,
      onProgress: ({ calls, totalCalls }) =>
        onProgress(index * totalCalls + calls, files.length * totalCalls),
    });
    for await (const completion of inpainted) {
      await write(outputs[completions.length]!, await completion.encode());
      completions.push(completion);
    }
    file.release();
    masks.release(file);
    const { input, window, notes } = completions[0]!;
    yield {
      item: inpaintedFile({ file, outputs }, mask, window, notes.map(imageNoteText), seed),
      rows: () => [sheetRow(file.name, input, mask, window, completions)],
    };
  }
}

function inpaintedFile(
  { file, outputs }: FileToProcess,
  mask: Mask,
  window: PixelWindow,
  notes: readonly string[],
  seed: number,
): ProcessedFile {
  const { width, height, bitDepth } = file;
  const filledPixels = mask.fill.reduce((sum, fill) => sum + fill, 0);
  const isWhole = window.width === width && window.height === height;
  return {
    file,
    notes,
    tableRow: [
      `${width}x${height}`,
      count(filledPixels),
      `${((100 * filledPixels) / (width * height)).toPrecision(2)}%`,
      isWhole ? "whole image" : `${window.width}x${window.height}+${window.left}+${window.top}`,
    ],
    record: {
      file: file.path,
      width,
      height,
      bitDepth,
      filledPixels,
      window,
      notes,
      completions: outputs.map((file, index) => ({ file, seed, index })),
    },
  };
}

/** The processed part of the image, its mask, and the completions. */
function sheetRow(
  label: string,
  image: CellImage,
  mask: Mask,
  window: PixelWindow,
  completions: readonly CellImage[],
): SheetRow {
  const range = displayRange([image, ...completions]);
  const tileOf = (image: CellImage): Tile => imageTile(cropImage(image, window), range);
  return {
    label,
    tiles: [
      tileOf(image),
      maskedTile(tileOf(image), cropMask(mask, window)),
      ...completions.slice(0, MAX_SHOWN).map(tileOf),
    ],
  };
}
