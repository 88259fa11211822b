import type { FolderSummary, ImageFolder } from "@cellgen/data/node";
import { type RunIssue, type RunWarning, runWarning } from "./runWarning.ts";
import type { RunSettings } from "./settings/runSettings.ts";

/** Minimum number of images; with fewer, a network may memorise them. */
const MIN_USUAL_IMAGES = 200;

/**
 * Collect the issues of training on these images with these settings.
 *
 * @param engineNotice - Reason why `auto` selected a slower engine than the best one.
 */
export function runWarnings(
  settings: RunSettings,
  images: ImageFolder,
  { count, unreadable, sizes, width, height }: FolderSummary,
  engineNotice?: string,
): readonly RunWarning[] {
  const { size, crop, augment, stabilise, classConditional } = settings;
  const issues: RunIssue[] = [];
  if (count < MIN_USUAL_IMAGES && crop === 0) {
    const isAugmented = augment !== "none";
    issues.push({ code: "few-images", count, recommended: MIN_USUAL_IMAGES, isAugmented });
  }
  if (unreadable.length > 0) issues.push({ code: "unreadable-images", files: unreadable });
  if (width.median < size || height.median < size) issues.push({ code: "enlarged-images", size });
  const small = sizes
    .filter((image) => Math.min(image.width, image.height) < crop)
    .reduce((sum, image) => sum + image.count, 0);
  if (small > 0) {
    const fitting = Math.min(width.min, height.min);
    issues.push({ code: "crop-larger-than-images", crop, count: small, total: count, fitting });
  }
  if (stabilise !== "none" && sizes.some((image) => croppedSide(image, crop) !== size)) {
    issues.push({ code: "scaled-noise", size, stabilise });
  }
  const { classes } = images;
  if (!classConditional && classes.length > 1) issues.push({ code: "unused-classes", classes });
  if (engineNotice !== undefined) issues.push({ code: "engine-fallback", notice: engineNotice });
  return issues.map(runWarning);
}

/** Return the side of the square that is cropped from an image before scaling. */
export function croppedSide(
  { width, height }: { readonly width: number; readonly height: number },
  crop: number,
): number {
  return crop > 0 ? Math.min(crop, width, height) : Math.min(width, height);
}
