import { FolderSplitError } from "@cellgen/data/node";
import {
  EvaluationError,
  type EvaluationFolder,
  type EvaluationWarning,
  type FolderEvaluation,
} from "@cellgen/evaluation/node";
import { splitUsageError, splitWords } from "../../input/splitFolder.ts";
import { leftOut } from "../../report/imageNotes.ts";
import { count, plural, shownPath } from "../../terminal/describe.ts";
import { UsageError } from "../../terminal/usageError.ts";

const flags: Readonly<Record<EvaluationFolder | "split", string>> = {
  data: "--data",
  heldOut: "--held-out",
  images: "--images",
  split: "the held-out quarter of --data",
};

/**
 * An error of the evaluation's that a flag can change, as one that names the flag; any other as it is.
 *
 * @param remedy - What to do where no source of the images can be held out.
 */
export function withFlags(error: unknown, remedy = "Give new images with --held-out."): unknown {
  if (error instanceof FolderSplitError) return splitUsageError(error, remedy);
  if (!(error instanceof EvaluationError)) return error;
  const { fault } = error;
  const usage = (message: string): UsageError => new UsageError(message, { cause: error });
  switch (fault.code) {
    case "unusable-folder":
      return usage(`${flags[fault.folder]}: folder ${fault.reason}`);
    case "too-few-images":
      return usage(
        `${flags[fault.folder]} must have ${fault.minimum} images or more${fault.hasClasses ? " of the model's classes" : ""}, got ${fault.count}. Give more images.`,
      );
    case "unfit-image":
      return usage(`${shownPath(fault.path)} is ${fault.reason}. ${fault.remedy}`);
    case "too-few-of-class":
      return usage(
        `--data ${shownPath(fault.path)} must have ${fault.minimum} images or more of ${fault.name} and of other classes of the model, in subfolders of their names, ` +
          `got ${fault.count} and ${fault.others}. Give the folder that the model was trained on, or leave --data out.`,
      );
  }
}

const trainOnPart =
  "Train on a part of the images alone and give the rest with --held-out: cellgen data split divides them.";

/** The warnings of an evaluation, with the flags' names. */
export function warningTexts(warnings: readonly EvaluationWarning[]): string[] {
  return warnings.flatMap((warning) => textsOf(warning));
}

function textsOf(warning: EvaluationWarning): string[] {
  switch (warning.code) {
    case "unreadable-files":
      return leftOut(warning.files);
    case "no-classes-in-data":
      return ["--data has no subfolders for classes: nothing is said about classes."];
    case "no-classes-in-held-out":
      return ["--held-out does not have the classes of --data as subfolders: nothing is said about classes."];
    case "different-classes":
      return [
        `The generated images' classes (${some(warning.generated)}) are not those of --data (${some(warning.real)}): nothing is said about classes.`,
      ];
    case "skipped-classes":
      return [`Left out, because not all images have them: ${warning.skipped.join(", ")}.`];
    case "held-out-in-data":
      return [
        `${count(warning.count)} of ${plural(warning.total, "held-out image")} ${warning.count === 1 ? "is" : "are"} in ${warning.isSplit ? "the rest of --data" : "--data"} too, pixel for pixel: not new to the model.`,
      ];
    case "trained-on-held-out":
      return [
        `The model was trained on ${count(warning.count)} of ${plural(warning.total, "held-out image")}: what is said of new images is too good. ${trainOnPart}`,
      ];
    case "not-trained-on-data":
      return [
        `The model was trained on ${warning.count === 0 ? "none" : count(warning.count)} of the ${plural(warning.total, "image")} of --data: copies of others are not found. Give the folder that it was trained on.`,
      ];
    case "maybe-trained-on-held-out":
      return [
        `The model was trained on ${plural(warning.trainedOn, "image")}, and ${count(warning.total)} of --data are left when a quarter ` +
          `is held out: the model has probably seen the held-out images too. ${trainOnPart}`,
      ];
    case "too-many-images":
      return [
        `Of ${plural(warning.count, "image")} of ${flags[warning.folder]}, ${count(warning.used)} drawn by the seed were looked at.`,
      ];
    case "random-crops":
      return ["The model was trained on random squares of the images: so are the real images here."];
  }
}

function some(names: readonly string[]): string {
  return names.slice(0, 4).join(", ");
}

/** Where the held-out images are from. */
export function heldOutWords({ heldOutFrom: from }: FolderEvaluation): string {
  if ("folder" in from) return shownPath(from.folder);
  return splitWords(from.column);
}
