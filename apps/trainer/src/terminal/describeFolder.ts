import type { FolderSummary, UnreadableImage } from "@cellgen/data/node";
import { count, number, plural } from "./describe.ts";
import { unreadableLine } from "./unreadableLine.ts";

/** How many of a list are named before the rest is only counted. */
const NAMED = 5;

/** What was found in a folder of images, a line each. */
export function describeFolder(summary: FolderSummary): string[] {
  const { classes, sizes, width, height, grey, colour, bitDepths, values, transparent, skippedFolders } =
    summary;
  const size =
    sizes.length === 1
      ? `all ${width.min}x${height.min}`
      : `${width.min}x${height.min} to ${width.max}x${height.max} in ${plural(sizes.length, "size")}, most often ${sizes[0]!.width}x${sizes[0]!.height}`;
  const colours = [colour > 0 ? `${count(colour)} colour` : "", grey > 0 ? `${count(grey)} grey` : ""];
  const depths = bitDepths.map(({ bitDepth, count: files }) =>
    bitDepths.length === 1 ? `${bitDepth} bits` : `${count(files)} of ${bitDepth} bits`,
  );
  const lines = [
    `images      ${plural(summary.count, "image")}, ${size}`,
    `pixels      ${[...colours.filter(Boolean), ...depths].join(", ")}; values ${values.min} to ${values.max}, mean ${number(values.mean)}`,
    `classes     ${describeClasses(classes)}`,
  ];
  if (transparent > 0)
    lines.push(`            ${plural(transparent, "image")} with transparent pixels, laid over black`);
  if (skippedFolders.length > 0) lines.push(`left out    folders of masks: ${skippedFolders.join(", ")}`);
  return [...lines, ...describeUnreadable(summary.unreadable)];
}

function describeClasses(classes: FolderSummary["classes"]): string {
  if (classes.length === 0) return "none (images are not sorted into subfolders)";
  const named = classes.slice(0, 12).map(({ name, count: images }) => `${name} ${count(images)}`);
  if (classes.length > named.length) named.push(`and ${classes.length - named.length} more`);
  return `${classes.length}: ${named.join(", ")}`;
}

/** The files that could not be read: the first few with the reason, the others as a number. */
export function describeUnreadable(unreadable: readonly UnreadableImage[], named: number = NAMED): string[] {
  if (unreadable.length === 0) return [];
  const lines = unreadable.slice(0, named).map((file) => `            ${unreadableLine(file)}`);
  if (unreadable.length > named) lines.push(`            and ${count(unreadable.length - named)} more`);
  return [`unreadable  ${plural(unreadable.length, "file")} left out:`, ...lines];
}
