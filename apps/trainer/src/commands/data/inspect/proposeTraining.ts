import type { FolderInspection, FolderSummary } from "@cellgen/data/node";
import { commandLine } from "../../../terminal/commandLine.ts";

/** Side of proposed images: larger ones take hours to train on a CPU. */
const SIDE = 64;
/** Images with shorter sides from this on hold fields of many cells; a smaller one if there are masks. */
const FIELD_SIDE = { alone: 300, withMasks: 128 };
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

/**
 * Propose how to train on a folder of images.
 *
 * @param dir - The folder, as the user named it.
 */
export function proposeTraining(
  dir: string,
  summary: FolderSummary,
  inspection: Pick<FolderInspection, "blank" | "duplicates">,
): TrainingProposal {
  const { count, classes, width, height, channels, skippedFolders } = summary;
  const shorter = Math.min(width.median, height.median);
  const isField = shorter >= (skippedFolders.length > 0 ? FIELD_SIDE.withMasks : FIELD_SIDE.alone);
  const ratio = width.median / height.median;
  const isSquare = isField || Math.max(ratio, 1 / ratio) < SQUARE_RATIO;
  const side = multipleOf8(Math.min(SIDE, shorter));
  const size = isSquare
    ? String(side)
    : ratio > 1
      ? `${multipleOf8(side * ratio)}x${side}`
      : `${side}x${multipleOf8(side / ratio)}`;
  const hasClasses = classes.length > 1 && classes.every((of) => of.count >= MIN_CLASS_IMAGES);
  const masks = isField ? skippedFolders[0] : undefined;
  const place = dir.replace(/[\\/]+$/, "");
  const cells = `${place}-cells`;
  const reasons = [
    ...(isField && masks === undefined
      ? [`The images are fields: random crops of ${CROP} pixels show a few cells each.`]
      : []),
    ...(isField && masks !== undefined
      ? [`The images are fields with masks in ${masks}: cut the cells first.`]
      : []),
    `Training uses random ${isSquare ? "flips and quarter turns" : "flips"} (--augment d4). Add --augment none if direction or handedness matters.`,
    ...(classes.length > 1 && !hasClasses
      ? [`A class has fewer than ${MIN_CLASS_IMAGES} images: train without classes, or add images.`]
      : []),
    ...(channels.length > 1
      ? ["Gray and color images are mixed: gray becomes three equal channels. Use --channels 1 for gray."]
      : []),
    ...(count < MIN_IMAGES && !isField
      ? [`${count} images are few: a model memorizes them. Use at least a few hundred.`]
      : []),
    ...(inspection.blank.length > MANY_BLANK * count
      ? [
          "Many images are almost uniform on the range of the set. If they come from several microscopes, use --range group or --range image.",
        ]
      : []),
    ...(inspection.duplicates.length > 0
      ? ["Remove equal images, or the held-out images are not independent of the training images."]
      : []),
  ];
  return {
    ...(masks === undefined
      ? {}
      : {
          crop: commandLine("data crop", {
            input: dir,
            masks: `${place}/${masks}`,
            size: SIDE,
            out: cells,
          }),
        }),
    train: commandLine("train", {
      data: masks === undefined ? dir : cells,
      out: "runs/cells",
      size,
      ...(isField && masks === undefined ? { crop: CROP } : {}),
      ...(hasClasses ? { classConditional: true } : {}),
    }),
    reasons,
  };
}

/** Return the nearest multiple of 8 that is not larger, at least 8. */
function multipleOf8(side: number): number {
  return Math.max(8, 8 * Math.floor(side / 8));
}
