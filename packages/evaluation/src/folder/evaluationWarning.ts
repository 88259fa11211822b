import type { UnreadableImage } from "@cellgen/data/node";
import { count, plural } from "../report/numberText.ts";
import type { EvaluationFolder } from "./evaluationFolder.ts";
import { type EvaluationNames, optionNames } from "./evaluationNames.ts";

/** What limits an evaluation of folders. */
export type EvaluationIssue =
  /** Files of the folders were skipped. */
  | { readonly code: "unreadable-files"; readonly files: readonly UnreadableImage[] }
  /** The generated images have classes, `data` has none. */
  | { readonly code: "no-classes-in-data" }
  /** `heldOut` does not have the classes of `data`. */
  | { readonly code: "no-classes-in-held-out" }
  | {
      readonly code: "different-classes";
      readonly generated: readonly string[];
      readonly real: readonly string[];
    }
  /** Classes that not all images have. */
  | { readonly code: "skipped-classes"; readonly skipped: readonly string[] }
  /** `count` of `total` held-out images have the pixels of a training image. */
  | {
      readonly code: "held-out-in-data";
      readonly count: number;
      readonly total: number;
      /** Whether the held-out images are a part of `data`. */
      readonly isSplit: boolean;
    }
  /** The model was trained on `count` of `total` held-out images. */
  | { readonly code: "trained-on-held-out"; readonly count: number; readonly total: number }
  /** The model was trained on no more than `count` of `total` images of `data`. */
  | { readonly code: "not-trained-on-data"; readonly count: number; readonly total: number }
  /** The model was trained on `trainedOn` images, more than the `total` that are left of `data`. */
  | { readonly code: "maybe-trained-on-held-out"; readonly trainedOn: number; readonly total: number }
  /** Of `count` images of a folder, `used` are compared. */
  | {
      readonly code: "too-many-images";
      readonly folder: EvaluationFolder;
      readonly count: number;
      readonly used: number;
    }
  /** The model was trained on random crops, so the real images are random crops too. */
  | { readonly code: "random-crops" }
  /** "auto" took a slower engine than the best. `notice` says why, and what to install. */
  | { readonly code: "engine-fallback"; readonly notice: string };

/** An issue, and the same in a sentence. */
export type EvaluationWarning = EvaluationIssue & { readonly message: string };

/** An issue with its wording. */
export function evaluationWarning(issue: EvaluationIssue): EvaluationWarning {
  return { ...issue, message: describeIssue(issue) };
}

const NAMES_SHOWN = 4;

/**
 * Words an issue: the message of its warning.
 *
 * @param names - What the reader calls the folders. @default the options of `evaluateFolder`
 */
export function describeIssue(issue: EvaluationIssue, names: EvaluationNames = optionNames): string {
  const { data, heldOut, path = (file: string) => file } = names;
  const trainOnPart = `Train on a part of the images and give the others as ${heldOut}.`;
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
      return `The generated images' classes (${shown(issue.generated)}) are not those of ${data} (${shown(issue.real)}): classes are not evaluated.`;
    case "skipped-classes":
      return `Skipped, because not all images have them: ${issue.skipped.join(", ")}.`;
    case "held-out-in-data":
      return `${ofImages(issue, "held-out image")} ${issue.count === 1 ? "has" : "have"} the pixels of an image of ${issue.isSplit ? `the rest of ${data}` : data}: not new to the model.`;
    case "trained-on-held-out":
      return `The model was trained on ${ofImages(issue, "held-out image")}: held-out images look closer to it than new ones. ${trainOnPart}`;
    case "not-trained-on-data":
      return `The model was trained on ${ofImages(issue, "image")} of ${data}: copies of other images are not found. Give the folder that it was trained on.`;
    case "maybe-trained-on-held-out":
      return (
        `The model was trained on ${plural(issue.trainedOn, "image")}, and ${count(issue.total)} of ${data} are left without the held-out quarter: ` +
        `it was probably trained on the held-out images. ${trainOnPart}`
      );
    case "too-many-images":
      return `${names[issue.folder]} has ${plural(issue.count, "image")}, of which ${count(issue.used)} are used, chosen by the seed.`;
    case "random-crops":
      return "The model was trained on random crops of the images, so the real images are random crops too.";
    case "engine-fallback":
      return issue.notice;
  }
}

/** "3 of 60 images"; "none of 60 images". */
function ofImages(
  { count: some, total }: { readonly count: number; readonly total: number },
  noun: string,
): string {
  return `${some === 0 ? "none" : count(some)} of ${plural(total, noun)}`;
}

function shown(names: readonly string[]): string {
  return names.slice(0, NAMES_SHOWN).join(", ");
}
