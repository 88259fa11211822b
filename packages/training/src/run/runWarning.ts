import type { ImageSize, RangeWarning } from "@cellgen/data";
import type { ImageFolder } from "@cellgen/data/node";
import { plural } from "@cellgen/data/text";
import type { RunSettings } from "./settings/runSettings.ts";

/** Issue of a training run: a limitation caused by its images or settings. */
export type RunIssue =
  /** Only `count` images, which a network may memorize; at least `recommended` are better. */
  | {
      readonly code: "few-images";
      readonly count: number;
      readonly recommended: number;
      /** Whether images are already augmented. */
      readonly isAugmented: boolean;
    }
  /** Files that were skipped. */
  | { readonly code: "unreadable-images"; readonly files: ImageFolder["unreadable"] }
  /** Files that became unreadable, or of a large set turned out to be, during training. The next image by name was used instead. */
  | { readonly code: "replaced-images"; readonly files: ImageFolder["unreadable"] }
  /** Most images are smaller than `size`. */
  | { readonly code: "enlarged-images"; readonly size: ImageSize }
  /** `count` of `total` images are smaller than the crop; a crop of `fitting` pixels fits all. */
  | {
      readonly code: "crop-larger-than-images";
      readonly crop: number;
      readonly count: number;
      readonly total: number;
      readonly fitting: number;
    }
  /** The images are scaled to `size`, but the photon noise refers to unscaled camera pixels. */
  | { readonly code: "scaled-noise"; readonly size: ImageSize; readonly stabilise: string }
  /** The files state different pixel sizes, in micrometers, so that the model has none. */
  | { readonly code: "different-pixel-sizes"; readonly min: number; readonly max: number }
  /** The images have classes, of their subfolders or index, which are not used. */
  | { readonly code: "unused-classes"; readonly classes: readonly string[] }
  /** The pixel values of the images are unusual. */
  | RangeWarning
  /** Each image or group is mapped by its own percentiles. */
  | { readonly code: "relative-intensity"; readonly scope: "group" | "image" }
  /** "auto" selected a slower engine than the best one. `notice` contains the reason and what to install. */
  | { readonly code: "engine-fallback"; readonly notice: string };

/** Warning about the result of a training run: an issue with its message. */
export type RunWarning = RunIssue & { readonly message: string };

/** Add the message to an issue. */
export function runWarning(issue: RunIssue): RunWarning {
  return { ...issue, message: describeRunIssue(issue) };
}

const NAMES_SHOWN = 4;

/**
 * Format the message of an issue.
 *
 * @param nameOf - Returns the display name of a setting. @default the options of `trainFolder`
 */
export function describeRunIssue(
  issue: RunIssue,
  nameOf: (setting: keyof RunSettings) => string = (setting) => setting,
): string {
  switch (issue.code) {
    case "few-images": {
      const crop = `${nameOf("crop")} helps with large images`;
      const remedy = issue.isAugmented ? `; ${crop}` : `; ${nameOf("augment")} d4 helps, and ${crop}`;
      return `Only ${plural(issue.count, "image")}: the network may memorize ${issue.count === 1 ? "it" : "them"} and generate copies. ${issue.recommended} or more are better${remedy}.`;
    }
    case "unreadable-images": {
      const { length } = issue.files;
      return `${length === 1 ? "1 unreadable file was" : `${length} unreadable files were`} skipped.`;
    }
    case "replaced-images": {
      const [first, ...others] = issue.files;
      const more = others.length === 0 ? "" : ` So were ${others.length} other files.`;
      return `${first!.path} could not be read during training (${first!.reason}) and was replaced by the next image.${more}`;
    }
    case "enlarged-images":
      return `Most images are smaller than ${issue.size.width}x${issue.size.height} and are enlarged. A smaller ${nameOf("size")} trains faster and loses nothing.`;
    case "crop-larger-than-images": {
      const { crop, count, total, fitting } = issue;
      const which = count === total ? "the images" : `${count} of the images`;
      return (
        `A ${nameOf("crop")} of ${crop} is larger than ${which}, which are cropped to their shorter side instead, so their cells are scaled differently. ` +
        `A ${nameOf("crop")} of ${fitting} fits all.`
      );
    }
    case "scaled-noise":
      return (
        `The images are scaled to ${issue.size.width}x${issue.size.height}, but the photon noise to stabilize (${issue.stabilise}) refers to unscaled camera pixels: ` +
        `images to denoise must not be scaled. A ${nameOf("crop")} of ${Math.min(issue.size.width, issue.size.height)} keeps the original pixels.`
      );
    case "different-pixel-sizes":
      return (
        `The pixel sizes of the files differ (${rounded(issue.min)} to ${rounded(issue.max)} micrometers): the model does not record a pixel size, and cells differ in scale. ` +
        `cellgen data crop --pixel-size ${rounded(issue.max)}um resamples them.`
      );
    case "unused-classes":
      return `The classes of the images (${namesOf(issue.classes)}) are not used. Use ${nameOf("classConditional")} to train on them.`;
    case "hot-pixel":
      return `${issue.file} has a pixel of ${rounded(issue.value)}, far above the ${issue.percentile} percentile of the set, ${rounded(issue.high)}: probably a defective pixel. Values above the range are clipped.`;
    case "mixed-pixel-types":
      return `The files differ in pixel type (${issue.types.map(({ pixelType, count }) => `${count} ${pixelType}`).join(", ")}). Each type is mapped by its own range: check that they show the same kind of image.`;
    case "dark-images":
      return `Half of the images use less than ${Math.ceil(100 * issue.share)}% of the range, so their cells are dark. ${nameOf("range")} image maps each image by its own percentiles, but discards absolute intensity.`;
    case "uneven-images":
      return (
        `The images differ in brightness: the brightest tenth has ${Number(issue.ratio.toPrecision(2))} times the maximum of the darkest tenth. ` +
        `If they come from several microscopes or exposures, ${nameOf("range")} image maps each by its own percentiles, but discards absolute intensity.`
      );
    case "constant-channel":
      return `All values of channel ${issue.channel}${issue.pixelType ? ` of the ${issue.pixelType} images` : ""} are ${rounded(issue.value)}: the channel contains no information.`;
    case "values-outside-range":
      return `${(100 * issue.share).toFixed(1)}% of the values lie outside the range and are clipped. A wider ${nameOf("range")} keeps them.`;
    case "relative-intensity":
      return `Each ${issue.scope} is mapped by its own percentiles: generated images do not have absolute intensities.`;
    case "engine-fallback":
      return issue.notice;
  }
}

function namesOf(classes: readonly string[]): string {
  const named = classes.slice(0, NAMES_SHOWN).join(", ");
  return classes.length > NAMES_SHOWN ? `${named} and ${classes.length - NAMES_SHOWN} more` : named;
}

function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(5));
}
