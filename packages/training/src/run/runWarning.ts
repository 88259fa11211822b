import type { ImageFolder } from "@cellgen/data/node";
import type { RunSettings } from "./settings/runSettings.ts";

/** What limits a model that is trained on some images with some settings. */
export type RunIssue =
  /** A network may memorise `count` images; `recommended` or more are better. */
  | {
      readonly code: "few-images";
      readonly count: number;
      readonly recommended: number;
      /** Whether images are augmented already. */
      readonly isAugmented: boolean;
    }
  /** Files that were skipped. */
  | { readonly code: "unreadable-images"; readonly files: ImageFolder["unreadable"] }
  /** Most images are smaller than `size`. */
  | { readonly code: "enlarged-images"; readonly size: number }
  /** `count` of `total` images are smaller than the crop; one of `fitting` pixels fits all. */
  | {
      readonly code: "crop-larger-than-images";
      readonly crop: number;
      readonly count: number;
      readonly total: number;
      readonly fitting: number;
    }
  /** The photon noise is that of pixels as the camera took them, but the images are scaled to `size`. */
  | { readonly code: "scaled-noise"; readonly size: number; readonly stabilise: string }
  /** The subfolders are not learned as classes. */
  | { readonly code: "unused-classes"; readonly classes: readonly string[] }
  /** "auto" took a slower engine than the best. `notice` says why, and what to install. */
  | { readonly code: "engine-fallback"; readonly notice: string };

/** Something to know before trusting the result of a training run, and the same in a sentence. */
export type RunWarning = RunIssue & { readonly message: string };

/** An issue with its wording. */
export function runWarning(issue: RunIssue): RunWarning {
  return { ...issue, message: describeRunIssue(issue) };
}

const NAMES_SHOWN = 4;

/**
 * Words an issue: the message of its warning.
 *
 * @param nameOf - What the reader calls a setting. @default the options of `trainFolder`
 */
export function describeRunIssue(
  issue: RunIssue,
  nameOf: (setting: keyof RunSettings) => string = (setting) => setting,
): string {
  switch (issue.code) {
    case "few-images": {
      const remedy = issue.isAugmented ? "" : `; ${nameOf("augment")} d4 or ${nameOf("crop")} help with few`;
      return `Only ${issue.count} images: the network may memorise them and generate copies. ${issue.recommended} or more are better${remedy}.`;
    }
    case "unreadable-images": {
      const { length } = issue.files;
      return `${length === 1 ? "1 unreadable file was" : `${length} unreadable files were`} skipped.`;
    }
    case "enlarged-images":
      return `Most images are smaller than ${issue.size}x${issue.size} and are enlarged. A smaller ${nameOf("size")} trains faster and loses nothing.`;
    case "crop-larger-than-images": {
      const { crop, count, total, fitting } = issue;
      const which = count === total ? "the images" : `${count} of the images`;
      return (
        `A ${nameOf("crop")} of ${crop} is larger than ${which}, which are used whole (a square of the shorter side), with cells at another scale. ` +
        `A ${nameOf("crop")} of ${fitting} fits all.`
      );
    }
    case "scaled-noise":
      return (
        `The images are scaled to ${issue.size}x${issue.size}, but the photon noise to stabilise (${issue.stabilise}) is that of pixels as the camera took them: ` +
        `images to denoise must not be scaled. A ${nameOf("crop")} of ${issue.size} takes pixels as they are.`
      );
    case "unused-classes":
      return `The subfolders (${issue.classes.slice(0, NAMES_SHOWN).join(", ")}…) are not learned as classes. ${nameOf("classConditional")} does that.`;
    case "engine-fallback":
      return issue.notice;
  }
}
