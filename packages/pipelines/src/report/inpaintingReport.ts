import { cropImage, cropMask, displayRanges } from "@cellgen/data";
import { count, percent, plural } from "@cellgen/data/text";
import { imageTile, maskedTile, rowsWithMiddle, type SheetRow, type Tile } from "@cellgen/figures";
import { type InpaintPreset, inpaintDefaults } from "../inpaint/inpaintOptions.ts";
import type { InpaintedCell } from "../pipeline/inpaintCells.ts";
import { imageCollector } from "./imageCollector.ts";
import type { ResultReport, ResultReportOptions } from "./resultReport.ts";

/** Options of `inpaintingReport`. */
export interface InpaintingReportOptions extends ResultReportOptions {
  /** Number of completions of each image. @default 4 */
  readonly samples?: number;
  /** Preset, as returned by `inpaintPresetFor`. */
  readonly preset: InpaintPreset;
  /** Name of the images' class. @default unknown */
  readonly class?: string | undefined;
}

const MAX_SHEET_ROWS = 24;
/** Maximum number of completions of an image on the sheet. */
const MAX_SHOWN = 8;

/**
 * Create the report on inpainted images: each image with its mask and its completions. Add all completions of an image in one call.
 *
 * @param options - Options that the images were inpainted with.
 */
export function inpaintingReport(options: InpaintingReportOptions): ResultReport<readonly InpaintedCell[]> {
  const { samples = inpaintDefaults.samples, preset, class: className } = options;
  const { sampler, steps, resamplings, jumpLength } = preset;
  const collector = imageCollector(MAX_SHEET_ROWS, options);
  const shown = Array.from({ length: Math.min(samples, MAX_SHOWN) }, (_, k) => `${k + 1}`);
  return {
    add(name, completions) {
      const first = completions[0];
      if (!first)
        throw new RangeError("inpaintingReport: result must have at least one completion, got none.");
      collector.add(name, {
        notes: first.notes,
        cells: cellsOf(first),
        sheetRows: () => sheetRows(name, first, completions, options.displayColors),
      });
    },
    async contents() {
      const { sheet, section } = await collector.sheet(
        ["file", "mask", ...shown],
        "The file, or its processed part; the masked region in magenta; plausible completions. Pixels outside the mask are identical to those of the file.",
      );
      const images = collector.images.length;
      return {
        title: "Inpainted images",
        summary:
          `${plural(images, "image")}, ${plural(samples, "completion")}${images === 1 ? "" : " each"}${className ? ` of class ${className}` : ""}, by RePaint: ` +
          `${sampler}, ${plural(steps, "step")}, each taken ${plural(resamplings, "time")} in jumps of ${jumpLength}.`,
        warnings: collector.noteLines(),
        sections: [
          section,
          collector.table(
            ["image", "size", "masked pixels", "share", "processed"],
            "A processed part is given as width x height + left + top.",
          ),
        ],
        sheet,
      };
    },
  };
}

function cellsOf({ input: { width, height }, mask, window }: InpaintedCell): string[] {
  const masked = mask.fill.reduce((sum, fill) => sum + fill, 0);
  const isWhole = window.width === width && window.height === height;
  return [
    `${width}x${height}`,
    count(masked),
    percent(masked / (width * height)),
    isWhole ? "whole image" : `${window.width}x${window.height}+${window.left}+${window.top}`,
  ];
}

/** Return the rows with the processed part of the image, its mask, and the completions. */
function sheetRows(
  name: string,
  { input, mask, window }: InpaintedCell,
  completions: readonly InpaintedCell[],
  colors: readonly string[] | undefined,
): SheetRow[] {
  const range = displayRanges([input, ...completions]);
  const tileOf = (image: typeof input): Tile => imageTile(cropImage(image, window), range, { colors });
  return rowsWithMiddle(name, [
    tileOf(input),
    maskedTile(tileOf(input), cropMask(mask, window)),
    ...completions.slice(0, MAX_SHOWN).map(tileOf),
  ]);
}
