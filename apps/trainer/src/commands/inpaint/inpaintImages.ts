import {
  type CellImage,
  cropImage,
  cropMask,
  displayRange,
  type ImageProcessor,
  imageProcessor,
  type Mask,
  maskBounds,
} from "@cellgen/data";
import { encodeLike, readImage } from "@cellgen/data/node";
import type { Engine } from "@cellgen/engine";
import type { PixelWindow } from "@cellgen/filters";
import {
  createInpainter,
  type DiffusionModel,
  type InpaintDrawing,
  type ModelCard,
} from "@cellgen/pipelines";
import type { MaskSource } from "../../input/masks.ts";
import { type InputFile, outputNames } from "../../input/readInputs.ts";
import { namingUnfit } from "../../input/unfitImageError.ts";
import type { OutputFolder } from "../../output/outputFolder.ts";
import { imageNoteText } from "../../report/imageNoteText.ts";
import type { SheetRow } from "../../report/pictures/comparisonSheet.ts";
import { fileTile } from "../../report/pictures/fileTile.ts";
import type { Tile } from "../../report/pictures/picture.ts";
import { shownPath } from "../../terminal/describe.ts";
import { imageProgress } from "../../terminal/imageProgress.ts";
import type { Io } from "../../terminal/io.ts";
import { UsageError } from "../../terminal/usageError.ts";
import { clearHole } from "./clearHole.ts";
import { inpaintWindow } from "./inpaintWindow.ts";
import type { InpaintSettings } from "./options.ts";

/** Images and completions of each that the sheet shows. */
const SHOWN = { rows: 24, completions: 8 };

/** A hole, and the part of the image that is worked on to fill it. */
interface Hole {
  readonly window: PixelWindow;
  /** Of the window. */
  readonly mask: Mask;
  /** Of the model's size. */
  readonly fitted: Uint8Array;
}

/**
 * Where a mask lets the model look.
 *
 * @param whole - Of the file's size.
 * @throws UnfitImageError if the image cannot be fitted to the model; UsageError if nothing of it is known where the model looks.
 */
export function holeOf(file: InputFile, whole: Mask, processor: ImageProcessor, card: ModelCard): Hole {
  const window = inpaintWindow(file, maskBounds(whole)!, card);
  const mask = cropMask(whole, window);
  const fitted = namingUnfit(file.path, () => processor.fitMask(mask));
  if (!fitted.includes(0)) {
    throw new UsageError(
      `${shownPath(file.path)}: at the model's ${card.width}x${card.height} no pixel is known. Make what is filled smaller or simpler.`,
    );
  }
  return { window, mask, fitted };
}

export interface HolesToFill {
  readonly settings: InpaintSettings;
  readonly drawing: InpaintDrawing;
  readonly label: number | undefined;
  readonly files: readonly InputFile[];
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
  { settings, drawing, label, files, brightest, masks }: HolesToFill,
  model: DiffusionModel,
  engine: Engine,
  folder: OutputFolder,
  io: Io,
  signal: AbortSignal,
): Promise<FilledImage[]> {
  const { samples, seed, batch } = settings;
  const processor = imageProcessor(model.card);
  const names = outputNames(files).map((name) =>
    Array.from({ length: samples }, (_, k) => `images/${name}-${k + 1}.png`),
  );
  const inpainter = await createInpainter(model, engine, { batchSize: Math.min(batch, samples) });
  const progress = imageProgress(io, files.length);
  const filled: FilledImage[] = [];
  try {
    await folder.begin([...names.flat(), "sheet.png", "report.html"]);
    for (const [index, file] of files.entries()) {
      const whole = await masks(file);
      const { window, mask, fitted } = holeOf(file, whole, processor, model.card);
      const image = await readImage(file.path);
      const blank = clearHole(cropImage(image, window), mask);
      // Of the whole files: what is brightest may lie in the hole.
      const { unit, restore, notes } = processor.fit(blank, { brightest });
      const outputs = names[index]!;
      const completions: CellImage[] = [];
      const drawn = inpainter.inpaint(unit, fitted, {
        ...drawing,
        count: samples,
        seed,
        ...(label === undefined ? {} : { label }),
        signal,
        onProgress: (step) => progress.step(index, step),
      });
      for await (const { values } of drawn) {
        const completion = filledIn(image, whole, window, restore(values));
        const bytes = await encodeLike(file.path, completion, (pixel) => whole.fill[pixel] === 1);
        await folder.write(outputs[completions.length]!, bytes);
        completions.push(completion);
      }
      filled.push({
        file,
        outputs,
        window,
        filledPixels: whole.fill.reduce((sum, fill) => sum + fill, 0),
        notes: [...partNote(image, window), ...notes.map(imageNoteText)],
        row: filled.length < SHOWN.rows ? sheetRow(file, image, whole, window, completions) : undefined,
      });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    progress.stop();
    await inpainter.dispose();
  }
  return filled;
}

/** The image with what was made of a window where the mask fills, and its own pixels everywhere else. */
function filledIn(image: CellImage, whole: Mask, window: PixelWindow, made: CellImage): CellImage {
  const { channels, width } = image;
  const data = image.data.slice();
  for (let y = 0; y < window.height; y++) {
    for (let x = 0; x < window.width; x++) {
      const pixel = (window.top + y) * width + window.left + x;
      if (whole.fill[pixel] === 0) continue;
      const from = (y * window.width + x) * channels;
      data.set(made.data.subarray(from, from + channels), pixel * channels);
    }
  }
  return { ...image, data };
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
  const shown = (picture: CellImage): Tile => fileTile(cropImage(picture, window), range);
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

/** That a hole was filled within a part of an image, and what follows from it. */
function partNote(
  image: Pick<CellImage, "width" | "height">,
  { width, height }: Pick<CellImage, "width" | "height">,
): string[] {
  if (width === image.width && height === image.height) return [];
  return [
    `filled within ${width}x${height} pixels around the hole: the model may put there what its images have in their middle`,
  ];
}
