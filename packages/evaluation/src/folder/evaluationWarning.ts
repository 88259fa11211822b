import type { UnreadableImage } from "@cellgen/data/node";
import type { EvaluationFolder } from "./evaluationFolder.ts";

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
  | { readonly code: "random-crops" };

/** An issue, and the same in a sentence. */
export type EvaluationWarning = EvaluationIssue & { readonly message: string };

/** Words an issue. */
export function evaluationWarning(issue: EvaluationIssue): EvaluationWarning {
  return { ...issue, message: messageOf(issue) };
}

const NAMES_SHOWN = 4;

function messageOf(issue: EvaluationIssue): string {
  switch (issue.code) {
    case "unreadable-files": {
      const [first, ...others] = issue.files;
      const more = others.length > 0 ? ` and ${others.length} more` : "";
      return `Skipped because unreadable: ${first!.path} (${first!.reason})${more}.`;
    }
    case "no-classes-in-data":
      return "data has no subfolders for classes: classes are not evaluated.";
    case "no-classes-in-held-out":
      return "heldOut does not have the classes of data as subfolders: classes are not evaluated.";
    case "different-classes":
      return `The generated images' classes (${shown(issue.generated)}) are not those of data (${shown(issue.real)}): classes are not evaluated.`;
    case "skipped-classes":
      return `Skipped, because not all images have them: ${issue.skipped.join(", ")}.`;
    case "held-out-in-data":
      return `${issue.count} of ${issue.total} held-out images have the pixels of an image of ${issue.isSplit ? "the rest of data" : "data"}: they are not new to the model.`;
    case "trained-on-held-out":
      return `The model was trained on ${issue.count} of ${issue.total} held-out images: held-out images look closer to it than new ones. Train on a part of the images and give the others as heldOut.`;
    case "not-trained-on-data":
      return `The model was trained on ${issue.count} of the ${issue.total} images of data: copies of other images are not found. Give the folder that it was trained on.`;
    case "maybe-trained-on-held-out":
      return `The model was trained on ${issue.trainedOn} images, and ${issue.total} of data are left without the held-out quarter: it was probably trained on the held-out images. Train on a part of the images and give the others as heldOut.`;
    case "too-many-images":
      return `${issue.folder} has ${issue.count} images, of which ${issue.used} are used, chosen by the seed.`;
    case "random-crops":
      return "The model was trained on random squares of the images, so the real images are random squares too.";
  }
}

function shown(names: readonly string[]): string {
  return names.slice(0, NAMES_SHOWN).join(", ");
}
