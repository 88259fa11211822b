import type { UnreadableImage } from "@cellgen/data/node";
import { count, plural } from "@cellgen/data/text";
import type { ClassWeights } from "../measures/selectByClass.ts";
import type { EvaluationFolder } from "./evaluationFolder.ts";
import { type EvaluationNames, optionNames } from "./evaluationNames.ts";

/** Limitation of an evaluation of folders. */
export type EvaluationIssue =
  /** Files of the folders were skipped. */
  | { readonly code: "unreadable-files"; readonly files: readonly UnreadableImage[] }
  /** The generated images have classes, but `data` has none. */
  | { readonly code: "no-classes-in-data" }
  /** `heldOut` does not have the classes of `data`. */
  | { readonly code: "no-classes-in-held-out" }
  | {
      readonly code: "different-classes";
      readonly generated: readonly string[];
      readonly real: readonly string[];
    }
  /** Classes that are missing in some of the sets. */
  | { readonly code: "skipped-classes"; readonly skipped: readonly string[] }
  /** `count` of `total` held-out images have the pixels of a training image. */
  | {
      readonly code: "held-out-in-data";
      readonly count: number;
      readonly total: number;
      /** Whether the held-out images are part of `data`. */
      readonly isSplit: boolean;
    }
  /** The model was trained on `count` of `total` held-out images. */
  | { readonly code: "trained-on-held-out"; readonly count: number; readonly total: number }
  /** The model was trained on only `count` of `total` images of `data`. */
  | { readonly code: "not-trained-on-data"; readonly count: number; readonly total: number }
  /** The model was trained on `trainedOn` images, more than the `total` remaining images of `data`. */
  | { readonly code: "maybe-trained-on-held-out"; readonly trainedOn: number; readonly total: number }
  /** Classes of which a set has too few images for the measures of all images. */
  | { readonly code: "excluded-classes"; readonly excluded: readonly string[] }
  /** Some classes have too few images for the intended weights: the sets are compared with other proportions of classes. */
  | {
      readonly code: "class-weights";
      readonly intended: ClassWeights;
      readonly weights: "heldOut" | "unchanged";
    }
  /** Only `used` of `count` images of a folder are compared. */
  | {
      readonly code: "too-many-images";
      readonly folder: EvaluationFolder;
      readonly count: number;
      readonly used: number;
    }
  /** The model was trained on random crops, so the real images are random crops too. */
  | { readonly code: "random-crops" }
  /** "auto" selected a slower engine than the best one. `notice` contains the reason and what to install. */
  | { readonly code: "engine-fallback"; readonly notice: string };

/** Issue with its message. */
export type EvaluationWarning = EvaluationIssue & { readonly message: string };

/** Add the message to an issue. */
export function evaluationWarning(issue: EvaluationIssue): EvaluationWarning {
  return { ...issue, message: describeIssue(issue) };
}

const NAMES_SHOWN = 4;

/**
 * Format the message of an issue.
 *
 * @param names - Display names of the folders. @default the options of `evaluateFolder`
 */
export function describeIssue(issue: EvaluationIssue, names: EvaluationNames = optionNames): string {
  const { data, heldOut, path = (file: string) => file } = names;
  const trainOnPart = `Train on part of the images, and use the rest as ${heldOut}.`;
  switch (issue.code) {
    case "unreadable-files": {
      const [first, ...others] = issue.files;
      const more = others.length > 0 ? ` and ${others.length} more` : "";
      return `Skipped because unreadable: ${path(first!.path)} (${first!.reason})${more}.`;
    }
    case "no-classes-in-data":
      return `${data} has no subfolders for classes: classes are not evaluated.`;
    case "no-classes-in-held-out":
      return `${heldOut} does not have the classes of ${data} as subfolders: classes are not evaluated.`;
    case "different-classes":
      return `The classes of the generated images (${shown(issue.generated)}) differ from those of ${data} (${shown(issue.real)}): classes are not evaluated.`;
    case "skipped-classes":
      return `Skipped classes, which are missing in some of the image sets: ${issue.skipped.join(", ")}.`;
    case "held-out-in-data":
      return `${ofImages(issue, "held-out image")} ${issue.count === 1 ? "has" : "have"} the same pixels as an image of ${issue.isSplit ? `the rest of ${data}` : data}, and cannot serve as new images.`;
    case "trained-on-held-out":
      return `The model was trained on ${ofImages(issue, "held-out image")}: the baseline is biased. ${trainOnPart}`;
    case "not-trained-on-data":
      return `The model was trained on ${ofImages(issue, "image")} of ${data}: copies of its other training images cannot be found. Use the folder on which it was trained.`;
    case "maybe-trained-on-held-out":
      return (
        `The model was trained on ${plural(issue.trainedOn, "image")}, but ${data} without the held-out quarter has only ${count(issue.total)}: ` +
        `it was probably trained on the held-out images. ${trainOnPart}`
      );
    case "excluded-classes":
      return `Classes with too few images in a set are excluded from the measures of all images: ${issue.excluded.join(", ")}. The measures per class include them.`;
    case "class-weights":
      return (
        `Some classes have too few images to compare them ${issue.intended === "equal" ? "with equal weight" : "in the proportions of the held-out images"}: ` +
        `the classes have the proportions of ${issue.weights === "heldOut" ? "the held-out images" : "each set, so that different proportions count as differences"}.`
      );
    case "too-many-images":
      return `${names[issue.folder]} has ${plural(issue.count, "image")}, of which ${count(issue.used)} are used, selected by the seed.`;
    case "random-crops":
      return "The model was trained on random crops of the images, so the real images are random crops too.";
    case "engine-fallback":
      return issue.notice;
  }
}

/** Format a count: "3 of 60 images"; "none of 60 images". */
function ofImages(
  { count: some, total }: { readonly count: number; readonly total: number },
  noun: string,
): string {
  return `${some === 0 ? "none" : count(some)} of ${plural(total, noun)}`;
}

function shown(names: readonly string[]): string {
  return names.slice(0, NAMES_SHOWN).join(", ");
}
