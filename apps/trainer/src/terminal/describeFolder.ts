import type { FolderSplit, FolderSummary } from "@cellgen/data/node";
import { channelsText, count, number, plural } from "@cellgen/data/text";
import { groupByReason } from "./groupByReason.ts";
import { noteLines } from "./noteLines.ts";
import { rounded } from "./rangeText.ts";
import { MAX_NAMED_FILES, unreadableLine } from "./unreadableLine.ts";

/** Maximum number of classes to name; the others are counted. */
const NAMED_CLASSES = 12;

/**
 * Describe the contents of a folder of images, one fact per line.
 *
 * @param reasons - Maximum number of reasons for unreadable files to list, each with the first files; the others are counted.
 */
export function describeFolder(summary: FolderSummary, reasons = 5): string[] {
  const { sizes, width, height, channels, pixelTypes, values, transparent, skippedFolders } = summary;
  const { unreadable } = summary;
  const size =
    sizes.length === 1
      ? `${summary.count > 1 ? "all " : ""}${width.min}x${height.min}`
      : `${width.min}x${height.min} to ${width.max}x${height.max} in ${plural(sizes.length, "size")}, most often ${sizes[0]!.width}x${sizes[0]!.height}`;
  const colours = channels.map((of) =>
    of.channels === 1 || of.channels === 3
      ? `${count(of.count)} ${channelsText(of.channels)}`
      : `${count(of.count)} of ${channelsText(of.channels)}`,
  );
  const types = pixelTypes.map(({ pixelType, count: files }) =>
    pixelTypes.length === 1 ? pixelType : `${count(files)} of ${pixelType}`,
  );
  const listed = groupByReason(unreadable).slice(0, reasons);
  const more = unreadable.length - listed.flat().length;
  const areAllNamed = more === 0 && listed.every((files) => files.length <= MAX_NAMED_FILES);
  return [
    `images      ${plural(summary.count, "image")}, ${size}`,
    `pixels      ${[...colours, ...types].join(", ")}; values ${rounded(values.min)} to ${rounded(values.max)}, mean ${number(values.mean)}`,
    ...(summary.split ? [`split       ${describeSplit(summary.split)}`] : []),
    `classes     ${describeClasses(summary.classes)}`,
    ...(transparent > 0
      ? [`            ${plural(transparent, "image")} with transparent pixels, composited over black`]
      : []),
    ...noteLines(summary.notes).map((line) => `note        ${line}`),
    ...(skippedFolders.length > 0 ? [`skipped     mask folders: ${skippedFolders.join(", ")}`] : []),
    ...(unreadable.length > 0
      ? [`unreadable  ${plural(unreadable.length, "file")} skipped, ${plural(summary.count, "image")} used:`]
      : []),
    ...listed.map(([first, ...others]) => `            ${unreadableLine(first, others)}`),
    ...(more > 0 ? [`            and ${plural(more, "other file")}`] : []),
    ...(areAllNamed ? [] : ["            cellgen data inspect --json FILE lists all of them"]),
  ];
}

/** Describe the parts of a folder that holds a split: their subfolders or labels, and numbers of files or images. */
function describeSplit({ by, training, heldOut, images }: FolderSplit): string {
  const noun = by === "subfolder" ? "file" : "image";
  const parts = [
    training.length > 0 ? `for training: ${training.join(", ")} (${plural(images.training, noun)})` : "",
    heldOut.length > 0 ? `held out: ${heldOut.join(", ")} (${plural(images.heldOut, noun)})` : "",
  ];
  return `by ${by}; ${parts.filter(Boolean).join("; ")}`;
}

function describeClasses(classes: FolderSummary["classes"]): string {
  if (classes.length === 0) return "none (images are not sorted into subfolders)";
  const named = classes.slice(0, NAMED_CLASSES).map(({ name, count: images }) => `${name} ${count(images)}`);
  if (classes.length > named.length) named.push(`and ${classes.length - named.length} more`);
  return `${classes.length}: ${named.join(", ")}`;
}
