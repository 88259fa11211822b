import { type FolderSummary, folderSummary, type ImageFolder } from "@cellgen/data/node";
import { number } from "@cellgen/data/text";
import type { RunSettings } from "./settings/runSettings.ts";

/** Ratio of the largest to the smallest class above which classes are drawn equally often by default. */
const MAX_USUAL_RATIO = 3;

/**
 * Return whether a run draws the classes equally often: as set, or by default if it is class-conditional and the largest class has more than
 * 3 times the images of the smallest.
 */
export function isBalanced(
  { balance, classConditional }: Pick<RunSettings, "balance" | "classConditional">,
  images: ImageFolder,
): boolean {
  if (balance !== "auto") return balance;
  return classConditional && classRatio(folderSummary(images).classes) > MAX_USUAL_RATIO;
}

/** Describe how often a class-conditional run draws each class, and why. Undefined for a run without classes. */
export function describeBalance(
  { balance, classConditional }: Pick<RunSettings, "balance" | "classConditional">,
  { classes }: Pick<FolderSummary, "classes">,
): string | undefined {
  if (!classConditional) return undefined;
  const ratio = classRatio(classes);
  const sizes = (largest: string): string =>
    ratio === 1
      ? "all classes have the same number of images"
      : `${largest} has ${number(ratio)} times the images of the smallest`;
  return balance === true
    ? `classes are drawn equally often: ${sizes("the largest")}`
    : `no: ${sizes("the largest class")}`;
}

function classRatio(classes: FolderSummary["classes"]): number {
  const counts = classes.map(({ count }) => count);
  return Math.max(...counts) / Math.min(...counts);
}
