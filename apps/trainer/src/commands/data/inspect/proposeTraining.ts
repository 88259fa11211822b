import path from "node:path";
import type { FolderInspection, FolderSummary } from "@cellgen/data/node";
import { count, plural } from "@cellgen/data/text";
import { liesIn } from "../../../output/outputFolder.ts";
import { commandLine } from "../../../terminal/commandLine.ts";
import type { FoundCells } from "./findCells.ts";

/** Side of proposed images: larger ones take hours to train on a CPU. */
const SIDE = 64;
/** Images with shorter sides from this on hold fields of many cells; a smaller one if there are masks or boxes. */
const FIELD_SIDE = { alone: 300, withCells: 128 };
/** Shorter side of random crops of fields. */
const CROP = 128;
/** Minimum number of images of a class. */
const MIN_CLASS_IMAGES = 10;
const MIN_IMAGES = 100;
/** Maximum ratio of the sides of images that are trained on as squares. */
const SQUARE_RATIO = 1.2;
/** Minimum share of images that the range of the set hardly resolves, for a hint. */
const MANY_BLANK = 0.1;

/** Commands for a folder of images, with the reasons. */
export interface TrainingProposal {
  /** Command that cuts cells from fields first. @default none */
  readonly crop?: string;
  readonly train: string;
  /** Reasons and doubts, as sentences. */
  readonly reasons: readonly string[];
}

/** Whether images are large enough to hold fields of many cells, if there are masks or boxes of cells. */
export function mayBeFields({ width, height }: FolderSummary): boolean {
  return Math.min(width.median, height.median) >= FIELD_SIDE.withCells;
}

/**
 * Propose how to train on a folder of images.
 *
 * @param dir - The folder, as the user named it.
 * @param found - Masks or boxes of the cells, if there are any.
 */
export function proposeTraining(
  dir: string,
  summary: FolderSummary,
  inspection: Pick<FolderInspection, "blank" | "duplicates">,
  found?: FoundCells,
): TrainingProposal {
  const { count: images, classes, width, height, channels } = summary;
  const shorter = Math.min(width.median, height.median);
  const cells = mayBeFields(summary) ? found : undefined;
  const isField = cells !== undefined || shorter >= FIELD_SIDE.alone;
  const size = isField ? { width: SIDE, height: SIDE } : sizeOf(width.median, height.median);
  const isSquare = size.width === size.height;
  const hasClasses = classes.length > 1 && classes.every((of) => of.count >= MIN_CLASS_IMAGES);
  const isConditional = cells?.hasClasses ?? hasClasses;
  const crops = placeOfCrops(dir);
  const reasons = [
    ...(isField && cells === undefined
      ? [`The images are fields: random crops of ${CROP} pixels show a few cells each.`]
      : []),
    ...(cells === undefined ? [] : [describeCells(cells)]),
    `Training uses random ${isSquare ? "flips and quarter turns" : "flips"} (--augment d4). Add --augment none if direction or handedness matters.`,
    ...(classes.length > 1 && !hasClasses && cells === undefined
      ? [`A class has fewer than ${MIN_CLASS_IMAGES} images: train without classes, or add images.`]
      : []),
    ...(channels.length > 1
      ? ["Gray and color images are mixed: gray becomes three equal channels. Use --channels 1 for gray."]
      : []),
    ...(images < MIN_IMAGES && !isField
      ? [`Only ${plural(images, "image")}: a model memorizes so few. Use at least a few hundred.`]
      : []),
    ...(inspection.blank.length > MANY_BLANK * images
      ? [
          "Many images are almost uniform on the range of the set. If they come from several microscopes, use --range group or --range image.",
        ]
      : []),
    ...(inspection.duplicates.length > 0
      ? ["Remove equal images, or the held-out images are not independent of the training images."]
      : []),
  ];
  return {
    ...(cells === undefined
      ? {}
      : {
          crop: commandLine("data crop", {
            input: cells.input,
            ...cells.by,
            size: SIDE,
            ...("boxes" in cells.by ? { scale: "fit" } : {}),
            out: crops,
          }),
        }),
    train: commandLine("train", {
      data: cells === undefined ? dir : crops,
      out: "runs/cells",
      size: isSquare ? size.width : `${size.width}x${size.height}`,
      ...(isField && cells === undefined ? { crop: CROP } : {}),
      ...(isConditional ? { classConditional: true } : {}),
    }),
    reasons,
  };
}

/** Return the size of training images: a square for nearly square images. */
function sizeOf(width: number, height: number): { readonly width: number; readonly height: number } {
  const side = multipleOf8(Math.min(SIDE, width, height));
  const ratio = width / height;
  if (Math.max(ratio, 1 / ratio) < SQUARE_RATIO) return { width: side, height: side };
  return {
    width: multipleOf8(side * Math.max(1, ratio)),
    height: multipleOf8(side * Math.max(1, 1 / ratio)),
  };
}

function describeCells({ by, fields, files }: FoundCells): string {
  const what = "masks" in by ? `masks in ${by.masks}` : `boxes in ${by.boxes}`;
  const which = fields < files ? `${count(fields)} of ${count(files)}` : "all";
  return `The images are fields, and ${which} have ${what}: cut the cells first.`;
}

/** Return a folder for crops: in the working directory, but not among the images. */
function placeOfCrops(dir: string): string {
  const folder = path.resolve(dir);
  const here = process.cwd();
  const parent = liesIn(folder, here) ? path.relative(here, path.dirname(folder)) : "";
  return path.join(parent, `${path.basename(folder)}-cells`);
}

/** Return the nearest multiple of 8 that is not larger, at least 8. */
function multipleOf8(side: number): number {
  return Math.max(8, 8 * Math.floor(side / 8));
}
