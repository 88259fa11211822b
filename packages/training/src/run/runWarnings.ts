import type { FolderSummary, ImageFolder } from "@cellgen/data/node";
import type { RunSettings } from "./settings/runSettings.ts";

/** Something to know before trusting the result of a training run. */
export interface RunWarning {
  readonly code:
    | "few-images"
    | "unreadable-images"
    | "enlarged-images"
    | "crop-larger-than-images"
    | "scaled-noise"
    | "unused-classes"
    | "engine-fallback";
  readonly message: string;
}

/** With fewer images than this, a network may memorise them. */
const MIN_USUAL_IMAGES = 200;

/**
 * What to know before trusting a model trained on these images with these settings.
 *
 * @param engineNotice - Why `auto` took a slower engine than the best.
 */
export function runWarnings(
  settings: RunSettings,
  images: ImageFolder,
  summary: FolderSummary,
  engineNotice?: string,
): readonly RunWarning[] {
  const { size, crop, augment, stabilise, classConditional } = settings;
  const warnings: RunWarning[] = [];
  const warn = (code: RunWarning["code"], message: string): void => void warnings.push({ code, message });
  const { count, unreadable, sizes, width, height } = summary;
  if (count < MIN_USUAL_IMAGES && crop === 0) {
    const remedy = augment === "none" ? "; augmentation (d4) or random crops help with few" : "";
    warn(
      "few-images",
      `Only ${count} images: the network may memorise them and generate copies. ${MIN_USUAL_IMAGES} or more are better${remedy}.`,
    );
  }
  if (unreadable.length > 0) {
    const files = unreadable.length === 1 ? "1 file" : `${unreadable.length} files`;
    warn("unreadable-images", `${files} could not be read and took no part.`);
  }
  if (width.median < size || height.median < size) {
    warn(
      "enlarged-images",
      `Most images are smaller than ${size}x${size} and are enlarged. A smaller size trains faster and loses nothing.`,
    );
  }
  const small = sizes
    .filter((image) => Math.min(image.width, image.height) < crop)
    .reduce((sum, image) => sum + image.count, 0);
  if (small > 0) {
    const which = small === count ? "the images" : `${small} of the images`;
    warn(
      "crop-larger-than-images",
      `A crop of ${crop} is larger than ${which}, which are used whole (a square of the shorter side), with cells at another scale. ` +
        `A crop of ${Math.min(width.min, height.min)} fits all.`,
    );
  }
  if (stabilise !== "none" && sizes.some((image) => croppedSide(image, crop) !== size)) {
    warn(
      "scaled-noise",
      `The images are scaled to ${size}x${size}, but the photon noise to stabilise (${stabilise}) is that of pixels as the camera took them: ` +
        `images to denoise must not be scaled. A crop of ${size} takes pixels as they are.`,
    );
  }
  if (!classConditional && images.classes.length > 1) {
    warn(
      "unused-classes",
      `The subfolders (${images.classes.slice(0, 4).join(", ")}…) are not learned as classes. Class-conditional training learns them.`,
    );
  }
  if (engineNotice !== undefined) warn("engine-fallback", engineNotice);
  return warnings;
}

/** Side of the square that is cut from an image, before it is scaled to the model's size. */
export function croppedSide(
  { width, height }: { readonly width: number; readonly height: number },
  crop: number,
): number {
  return crop > 0 ? Math.min(crop, width, height) : Math.min(width, height);
}
