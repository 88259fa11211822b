import { cropImage, cropMask, displayRange } from "@cellgen/data";
import { imageTile, maskedTile, type SheetRow, type Tile } from "@cellgen/figures";
import { count, plural } from "@cellgen/figures/text";
import { type InpaintPreset, inpaintDefaults } from "../inpaint/inpaintOptions.ts";
import type { InpaintedCell } from "../pipeline/inpaintCells.ts";
import { imageCollector } from "./imageCollector.ts";
import type { ResultReport, ResultReportOptions } from "./resultReport.ts";

export interface InpaintingReportOptions extends ResultReportOptions {
  /** Number of completions of each image. @default 4 */
  readonly samples?: number;
  /** As `inpaintPresetFor` gives it. */
  readonly preset: InpaintPreset;
  /** The name of the images' class. @default any */
  readonly class?: string | undefined;
}

const MAX_SHEET_ROWS = 24;
/** Completions of an image that the sheet shows, at most. */
const MAX_SHOWN = 8;

/**
 * Makes the report on inpainted images: each with its mask and its completions. All completions of an image are added together.
 *
 * @param options - Those of the inpainting.
 */
export function inpaintingReport(options: InpaintingReportOptions): ResultReport<readonly InpaintedCell[]> {
  const { samples = inpaintDefaults.samples, preset, class: className } = options;
  const { sampler, steps, resamplings, jumpLength } = preset;
  const collector = imageCollector(MAX_SHEET_ROWS, options);
  const shown = Array.from({ length: Math.min(samples, MAX_SHOWN) }, (_, k) => `${k + 1}`);
  return {
    add(name, completions) {
      const first = completions[0];
      if (!first) throw new RangeError("inpaintingReport: result must be at least one completion, got none.");
      collector.add(name, {
        notes: first.notes,
        cells: cellsOf(first),
        sheetRows: () => [sheetRow(name, first, completions)],
      });
    },
    async contents() {
      const { sheet, section } = await collector.sheet(
        ["file", "mask", ...shown],
        "The file, or its processed part; the masked region in magenta; plausible completions. Pixels outside of the mask are those of the file, bit for bit.",
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
    `${((100 * masked) / (width * height)).toPrecision(2)}%`,
    isWhole ? "whole image" : `${window.width}x${window.height}+${window.left}+${window.top}`,
  ];
}

/** The processed part of the image, its mask, and the completions. */
function sheetRow(
  label: string,
  { input, mask, window }: InpaintedCell,
  completions: readonly InpaintedCell[],
): SheetRow {
  const range = displayRange([input, ...completions]);
  const tileOf = (image: typeof input): Tile => imageTile(cropImage(image, window), range);
  return {
    label,
    tiles: [
      tileOf(input),
      maskedTile(tileOf(input), cropMask(mask, window)),
      ...completions.slice(0, MAX_SHOWN).map(tileOf),
    ],
  };
}
