import { type CellImage, cropImage, cropMask, displayRange, type Mask } from "@cellgen/data";
import type { InputImage } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import { imageTile, type SheetRow, type Tile } from "@cellgen/figures";
import type { PixelWindow } from "@cellgen/filters";
import { type DiffusionModel, inpaintRegion, type ModelCard, UnfitMaskError } from "@cellgen/pipelines";
import { CellPipeline, type InpaintedCell } from "@cellgen/pipelines/node";
import type { MaskSource } from "../../input/masks.ts";
import { outputNames } from "../../input/outputNames.ts";
import type { InputFile } from "../../input/readInputs.ts";
import { namingUnfit } from "../../input/unfitImageError.ts";
import type { OutputFolder } from "../../output/outputFolder.ts";
import { imageNoteText } from "../../report/imageNoteText.ts";
import { shownPath } from "../../terminal/describe.ts";
import { imageProgress } from "../../terminal/imageProgress.ts";
import type { Io } from "../../terminal/io.ts";
import { UsageError } from "../../terminal/usageError.ts";
import type { InpaintSettings } from "./options.ts";

/** Images and completions of each that the sheet shows. */
const SHOWN = { rows: 24, completions: 8 };

/**
 * Checks that a mask leaves the model something to go by.
 *
 * @param mask - Of the file's size.
 * @throws UnfitImageError if the image cannot be fitted to the model; UsageError if nothing of it is known where the model looks.
 */
export function checkMask(file: InputFile, mask: Mask, card: ModelCard): void {
  try {
    namingUnfit(file.path, () => inpaintRegion(file, mask, card));
  } catch (error) {
    if (!(error instanceof UnfitMaskError)) throw error;
    throw new UsageError(
      `${shownPath(file.path)}: at the model's ${card.width}x${card.height} no pixel is known. Make what is filled smaller or simpler.`,
      { cause: error },
    );
  }
}

export interface HolesToFill {
  readonly settings: InpaintSettings;
  readonly files: readonly InputImage[];
  /** As `Inputs` has it. */
  readonly brightest: number;
  readonly masks: MaskSource;
}

/** What was made of an image. */
export interface FilledImage {
  readonly file: InputFile;
  readonly outputs: readonly string[];
  readonly window: PixelWindow;
  readonly filledPixels: number;
  readonly notes: readonly string[];
  readonly row: SheetRow | undefined;
}

/** Fills the holes of all images, writing each completion as soon as it is there; after an abort the result holds those that were finished. */
export async function fillHoles(
  { settings, files, brightest, masks }: HolesToFill,
  model: DiffusionModel,
  engine: Engine,
  folder: OutputFolder,
  io: Io,
  signal: AbortSignal,
): Promise<FilledImage[]> {
  const { samples, seed, batch, preset, sampler, class: ofClass } = settings;
  const names = outputNames(files).map((name) =>
    Array.from({ length: samples }, (_, k) => `images/${name}-${k + 1}.png`),
  );
  const cells = new CellPipeline(model, engine);
  const progress = imageProgress(io, files.length);
  const filled: FilledImage[] = [];
  try {
    await folder.begin([...names.flat(), "sheet.png", "report.html"]);
    for (const [index, file] of files.entries()) {
      const mask = await masks(file);
      const outputs = names[index]!;
      const completions: InpaintedCell[] = [];
      const drawn = cells.inpaint(file, mask, {
        samples,
        seed,
        preset,
        ...(sampler ? { sampler } : {}),
        ...(ofClass === undefined ? {} : { class: ofClass }),
        batchSize: Math.min(batch, samples),
        // Of the whole files: what is brightest may lie in the hole.
        brightest,
        signal,
        onProgress: (step) => progress.step(index, step),
      });
      for await (const completion of drawn) {
        await folder.write(outputs[completions.length]!, await completion.encode());
        completions.push(completion);
      }
      file.release();
      const { input, window, notes } = completions[0]!;
      filled.push({
        file,
        outputs,
        window,
        filledPixels: mask.fill.reduce((sum, fill) => sum + fill, 0),
        notes: notes.map(imageNoteText),
        row: filled.length < SHOWN.rows ? sheetRow(file, input, mask, window, completions) : undefined,
      });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    progress.stop();
    await cells.dispose();
  }
  return filled;
}

/** What was worked on of the image, its hole, and the completions. */
function sheetRow(
  file: InputFile,
  image: CellImage,
  whole: Mask,
  window: PixelWindow,
  completions: readonly CellImage[],
): SheetRow {
  const range = displayRange([image, ...completions]);
  const shown = (picture: CellImage): Tile => imageTile(cropImage(picture, window), range);
  return {
    label: file.name,
    tiles: [
      shown(image),
      withHole(shown(image), cropMask(whole, window)),
      ...completions.slice(0, SHOWN.completions).map(shown),
    ],
  };
}

/** Magenta is a colour that no cell has. */
const HOLE = [0.52, -0.81, -0.24] as const;

function withHole({ width, height, channels, values }: Tile, { fill }: Mask): Tile {
  const coloured = Float32Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return fill[pixel] === 1 ? HOLE[i % 3]! : values[pixel * channels + (channels === 3 ? i % 3 : 0)]!;
  });
  return { width, height, channels: 3, values: coloured };
}

/** What stands over the columns of the sheet. */
export function sheetColumns(samples: number): string[] {
  return [
    "file",
    "to fill",
    ...Array.from({ length: Math.min(samples, SHOWN.completions) }, (_, k) => `${k + 1}`),
  ];
}
