import path from "node:path";
import { roundedPixelSize } from "@cellgen/data";
import type { FolderInspection, FolderSummary, ImageFolder, StackFile } from "@cellgen/data/node";
import { count, percent, plural } from "@cellgen/data/text";
import { printable } from "../../../terminal/shownPath.ts";

/** Maximum number of names or groups to list. */
const LISTED = 3;
/** Minimum ratio of the largest to the smallest class for a note. */
const MIN_IMBALANCE = 5;

/** Describe what was found in the images of a folder, one fact per line. */
export function describeInspection(
  { path: root, channelNames, classes, files }: ImageFolder,
  summary: FolderSummary,
  inspection: FolderInspection,
): string[] {
  const { formats, stacks, pixelSizes, duplicates, nearDuplicates, compared, inParts, blank, saturated } =
    inspection;
  const inGroups = (groups: readonly (readonly string[])[], sign: string): string =>
    `${count(groups.reduce((sum, group) => sum + group.length, 0))} images in ${plural(groups.length, "group")}: ${firstOf(groups.map((group) => firstOf(group, sign)))}`;
  const sizes = pixelSizes.filter(({ micrometres }) => micrometres !== undefined);
  return [
    `formats     ${formats.map(({ format, count: number }) => `${count(number)} ${format}`).join(", ")}`,
    ...(channelNames ? [`channels    ${channelNames.map(printable).join(", ")}`] : []),
    ...(sizes.length > 0 ? [`pixel size  ${firstOf(pixelSizes.map(describeSize))}`] : []),
    ...(stacks.length > 0
      ? [`stacks      ${firstOf(stacks.map((stack) => describeStack(root, stack)))}`]
      : []),
    `equal       ${duplicates.length > 0 ? inGroups(duplicates, " = ") : "no images with equal pixels"}`,
    `similar     ${
      compared === undefined
        ? `not searched in more than ${count(files.length)} images`
        : nearDuplicates.length > 0
          ? `${inGroups(nearDuplicates, " ~ ")} (16x16 thumbnails with a correlation of 0.99)`
          : "no nearly equal images"
    }`,
    ...(inParts > 0
      ? [
          `in parts    ${plural(inParts, "image")} of more than 16 million pixels: 64 windows of 256x256 pixels`,
        ]
      : []),
    ...(blank.length > 0
      ? [
          `blank       ${plural(blank.length, "image")} with deviations below 1% of the range: ${firstOf(blank)}`,
        ]
      : []),
    ...(saturated.length > 0
      ? [
          `saturated   ${plural(saturated.length, "image")} with more than 1% white pixels: ${firstOf(saturated.map(({ name, share }) => `${printable(name)} ${percent(share)}`))}`,
        ]
      : []),
    ...describeBalance(classes.length > 0 ? summary.classes : []),
  ];
}

function describeSize({ micrometres, count: files }: FolderInspection["pixelSizes"][number]): string {
  const size = micrometres === undefined ? "unknown" : `${roundedPixelSize(micrometres)} micrometers`;
  return `${size} in ${plural(files, "image")}`;
}

function describeStack(root: string, { path: file, depth, times, images }: StackFile): string {
  const parts = [
    ...(depth > 1 ? [plural(depth, "focal plane")] : []),
    ...(times > 1 ? [plural(times, "time point")] : []),
    ...(images > 1 ? [plural(images, "image")] : []),
  ];
  return `${printable(path.relative(root, file))} with ${parts.join(" and ")}`;
}

/** Note that classes differ much in size. */
function describeBalance(classes: FolderSummary["classes"]): string[] {
  if (classes.length < 2) return [];
  const [least, most] = [
    classes.reduce((a, b) => (b.count < a.count ? b : a)),
    classes.reduce((a, b) => (b.count > a.count ? b : a)),
  ];
  if (most.count < MIN_IMBALANCE * least.count) return [];
  return [
    `balance     ${printable(most.name)} has ${Math.round(most.count / least.count)} times the images of ${printable(least.name)}`,
  ];
}

/** List the first items, and count the others. */
function firstOf(items: readonly string[], separator = ", "): string {
  const more = items.length - LISTED;
  const listed = items.slice(0, LISTED).map(printable).join(separator);
  return more > 0 ? `${listed} and ${count(more)} more` : listed;
}
