import type { ImageSize } from "@cellgen/data";
import type { FolderSummary, ImageFolder } from "@cellgen/data/node";
import { croppedSize } from "./croppedSize.ts";
import { differentPixelSizes, modelPixelSize } from "./modelPixelSize.ts";
import { runImageSize } from "./runImageSize.ts";
import { type RunIssue, type RunWarning, runWarning } from "./runWarning.ts";
import type { RunSettings } from "./settings/runSettings.ts";

/** Minimum number of images; with fewer, a network may memorize them. */
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
  const { crop, augment, stabilise, classConditional } = settings;
  const size = runImageSize(settings);
  const issues: RunIssue[] = [];
  if (count < MIN_USUAL_IMAGES && crop === 0) {
    const isAugmented = augment !== "none";
    issues.push({ code: "few-images", count, recommended: MIN_USUAL_IMAGES, isAugmented });
  }
  if (unreadable.length > 0) issues.push({ code: "unreadable-images", files: unreadable });
  if (width.median < size.width || height.median < size.height)
    issues.push({ code: "enlarged-images", size });
  const small = sizes
    .filter((image) => Math.min(image.width, image.height) < crop)
    .reduce((sum, image) => sum + image.count, 0);
  if (small > 0) {
    const fitting = Math.min(width.min, height.min);
    issues.push({ code: "crop-larger-than-images", crop, count: small, total: count, fitting });
  }
  if (stabilise !== "none" && sizes.some((image) => isScaled(image, size, crop))) {
    issues.push({ code: "scaled-noise", size, stabilise });
  }
  const pixelSizes = differentPixelSizes(images.files);
  if (pixelSizes && modelPixelSize(images.files, size, crop) === undefined)
    issues.push({ code: "different-pixel-sizes", ...pixelSizes });
  issues.push(...images.rangeWarnings);
  const { classes, rangeScope } = images;
  if (rangeScope !== "set") issues.push({ code: "relative-intensity", scope: rangeScope });
  if (!classConditional && classes.length > 1) issues.push({ code: "unused-classes", classes });
  if (engineNotice !== undefined) issues.push({ code: "engine-fallback", notice: engineNotice });
  return issues.map(runWarning);
}

function isScaled(image: ImageSize, size: ImageSize, crop: number): boolean {
  const { width, height } = croppedSize(image, size, crop);
  return width !== size.width || height !== size.height;
}
