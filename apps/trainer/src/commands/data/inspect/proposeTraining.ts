import path from "node:path";
import type { RangeWarning, SelectionTexts } from "@cellgen/data";
import type { FolderInspection, FolderSummary, PairedImages } from "@cellgen/data/node";
import { count, plural } from "@cellgen/data/text";
import { liesIn } from "../../../output/outputFolder.ts";
import { commandLine } from "../../../terminal/commandLine.ts";
import { areTrainableClasses, SMALL_CLASS } from "../areTrainableClasses.ts";
import type { FoundCells } from "./findCells.ts";

/** Side of proposed images: larger ones take hours to train on a CPU. */
const SIDE = 64;
/** Minimum side of proposed images: smaller ones are enlarged. */
const MIN_SIDE = 8;
/**
 * Images with shorter sides from this on hold fields of many cells, unless each shows one object in its middle; a smaller side is enough if
 * there are masks or boxes, or many objects, or the images are targets of pairs.
 */
const FIELD_SIDE = { alone: 300, withCells: 128, withObjects: 192 };
/** Median number of objects of fields that are smaller than others. */
const MANY_OBJECTS = 6;
/** Minimum share of images with one object in the middle in a set of single cells. */
const MIN_CENTERED_SHARE = 0.6;
/** Shorter side of random crops of fields. */
const CROP = 128;
/** Minimum number of images, and of fields for random crops, without a warning. */
const MIN_IMAGES = 100;
const MIN_FIELDS = 20;
/** Maximum ratio of the sides of images that are trained on as squares. */
const SQUARE_RATIO = 1.2;
/** Minimum share of images that the range of the set hardly resolves, for a hint. */
const MANY_BLANK = 0.1;
/** Maximum ratio of pixel sizes that count as equal. */
const EQUAL_PIXELS = 1.02;
/** Warnings that one range does not suit all images. */
const UNEVEN: ReadonlySet<RangeWarning["code"]> = new Set(["dark-images", "uneven-images"]);

/** Commands for a folder of images, with the reasons. */
export interface TrainingProposal {
  /** Command that cuts cells from fields first. @default none */
  readonly crop?: string;
  readonly train: string;
  /** Reasons and warnings, as sentences. */
  readonly reasons: readonly string[];
}

/** Whether images are large enough to hold fields of many cells, if there are masks or boxes of cells. */
export function mayBeFields({ width, height }: FolderSummary): boolean {
  return Math.min(width.median, height.median) >= FIELD_SIDE.withCells;
}

/** What is known about a set beyond its images. */
export interface ProposalFacts {
  /** Masks or boxes of the cells. @default none */
  readonly cells?: FoundCells | undefined;
  /** Column of index.csv with the groups of the images. @default none */
  readonly groupColumn?: string | undefined;
  /** Warnings about the pixel values. @default none */
  readonly rangeWarnings?: readonly RangeWarning[] | undefined;
  /** Pairs of which the images are the targets. @default none */
  readonly pairs?: PairedImages | undefined;
  /** Selected channels and planes, as on the command line. @default those of `train` */
  readonly selection?: SelectionTexts | undefined;
  /** CSV index, as the user named it. @default none */
  readonly index?: string | undefined;
}

/**
 * Propose how to train on a folder of images.
 *
 * @param dir - The folder, as the user named it.
 */
export function proposeTraining(
  dir: string,
  summary: FolderSummary,
  inspection: Pick<FolderInspection, "blank" | "duplicates" | "objects"> &
    Partial<Pick<FolderInspection, "pixelSizes">>,
  { cells: found, groupColumn, rangeWarnings = [], pairs, selection = {}, index }: ProposalFacts = {},
): TrainingProposal {
  const { count: images, classes, width, height, channels } = summary;
  const shorter = Math.min(width.median, height.median);
  const cells = mayBeFields(summary) ? found : undefined;
  const { objects } = inspection;
  const isSingle = objects !== undefined && objects.centeredShare >= MIN_CENTERED_SHARE;
  const isCrowded = objects !== undefined && objects.median >= MANY_OBJECTS;
  // A model that restores images needs their original pixels.
  const fieldSide = isCrowded || pairs ? FIELD_SIDE.withObjects : FIELD_SIDE.alone;
  const isField = cells !== undefined || (shorter >= fieldSide && !isSingle);
  const hasManyBlank = inspection.blank.length > MANY_BLANK * images;
  const isUneven = hasManyBlank || rangeWarnings.some(({ code }) => UNEVEN.has(code));
  const range = isUneven && groupColumn !== undefined && cells === undefined ? "group" : undefined;
  const size = isField ? { width: SIDE, height: SIDE } : sizeOf(width.median, height.median);
  const isSquare = size.width === size.height;
  const classCounts = cells?.classes ?? classes.map((of) => of.count);
  const isConditional = areTrainableClasses(classCounts);
  const crops = placeOfCrops(dir);
  const reasons = [
    ...(pairs ? [describePairs(pairs)] : []),
    ...(isField && cells === undefined
      ? [`The images are fields: random crops of ${CROP} pixels show a few cells each.`]
      : []),
    ...(cells === undefined ? [] : [describeCells(cells)]),
    ...(isSingle && shorter >= FIELD_SIDE.alone && cells === undefined
      ? ["Most images show one large object in the middle: whole images are scaled to the training size."]
      : []),
    ...(range === undefined
      ? []
      : [
          `The images differ in brightness, and index.csv has the column ${groupColumn}: --range group maps each group by its own percentiles, but discards absolute intensity.`,
        ]),
    `Training uses random ${isSquare ? "flips and quarter turns" : "flips"} (--augment d4). Add --augment c4 if handedness matters, none if direction does.`,
    ...describePixelSizes(inspection.pixelSizes),
    ...(classCounts.length > 1 && !isConditional ? [SMALL_CLASS] : []),
    ...(channels.length > 1
      ? ["Gray and color images are mixed: gray becomes three equal channels. Use --channels 1 for gray."]
      : []),
    ...(images < MIN_IMAGES && !isField
      ? [
          `Only ${plural(images, "image")}: a model may memorize sets of fewer than ${MIN_IMAGES}. Use at least 200.`,
        ]
      : []),
    ...(images < MIN_FIELDS && isField && cells === undefined
      ? [
          `Only ${plural(images, "field")}: a model may memorize the cells of fewer than ${MIN_FIELDS}. Use more fields.`,
        ]
      : []),
    ...(hasManyBlank && range === undefined
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
            ...selection,
            size: SIDE,
            ...("boxes" in cells.by ? { scale: "fit" } : {}),
            out: crops,
          }),
        }),
    train: commandLine("train", {
      data: cells === undefined ? dir : crops,
      ...(cells === undefined ? { index, ...selection } : {}),
      out: "runs/cells",
      size: isSquare ? size.width : `${size.width}x${size.height}`,
      ...(isField && cells === undefined ? { crop: CROP } : {}),
      ...(range === undefined ? {} : { range }),
      ...(isConditional ? { classConditional: true } : {}),
    }),
    reasons,
  };
}

/** Return the size of training images: that of the images, scaled if they are large, or a square for nearly square images. */
function sizeOf(width: number, height: number): { readonly width: number; readonly height: number } {
  const shorter = Math.min(width, height);
  const side = Math.max(MIN_SIDE, Math.min(SIDE, shorter));
  const ratio = width / height;
  if (Math.max(ratio, 1 / ratio) < SQUARE_RATIO) return { width: side, height: side };
  if (shorter >= MIN_SIDE && shorter <= SIDE) return { width, height };
  return {
    width: multipleOf8(side * Math.max(1, ratio)),
    height: multipleOf8(side * Math.max(1, 1 / ratio)),
  };
}

function describePairs({ target, others, pairs }: PairedImages): string {
  const folders = [...others, target.slice(target.lastIndexOf("/") + 1)];
  return `The subfolders ${folders.join(", ")} hold ${plural(pairs, "pair")} of images, not classes: train on the targets in ${target}.`;
}

/** Warn that cells differ in scale, with the command that resamples them to the coarsest pixels. */
function describePixelSizes(pixelSizes: FolderInspection["pixelSizes"] = []): string[] {
  const stated = pixelSizes.flatMap(({ micrometres }) => (micrometres === undefined ? [] : [micrometres]));
  const [min, max] = [Math.min(...stated), Math.max(...stated)];
  if (stated.length < 2 || max <= EQUAL_PIXELS * min) return [];
  const shown = (size: number): number => Number(size.toPrecision(5));
  return [
    `The pixel sizes differ (${shown(min)} to ${shown(max)} micrometers), so cells differ in scale. Resample them first with cellgen data crop --pixel-size ${shown(max)}um.`,
  ];
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
  return Math.max(MIN_SIDE, 8 * Math.floor(side / 8));
}
