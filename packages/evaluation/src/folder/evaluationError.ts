import { plural } from "@cellgen/data/text";
import type { EvaluationFolder } from "./evaluationFolder.ts";
import { type EvaluationNames, optionNames } from "./evaluationNames.ts";

/** Reason why the images of a folder cannot be evaluated. */
export type EvaluationFault =
  /** The folder is missing or has no readable image. `reason` completes the message "the folder …". */
  | { readonly code: "ERR_UNUSABLE_FOLDER"; readonly folder: EvaluationFolder; readonly reason: string }
  /** There are fewer than 8 images, counting only the compared classes. */
  | {
      readonly code: "ERR_TOO_FEW_IMAGES";
      /** Folder; "split" = the held-out quarter of `data`. */
      readonly folder: EvaluationFolder | "split";
      readonly count: number;
      readonly minimum: number;
      /** Whether images of other classes were skipped. */
      readonly hasClasses: boolean;
    }
  /** An image is too small for the model, or its aspect ratio is too different. `reason` and `remedy` complete the message "… is". */
  | {
      readonly code: "ERR_UNFIT_IMAGE";
      readonly path: string;
      readonly reason: string;
      readonly remedy: string;
    }
  /** The images do not have the channel to segment. `known`: the channels by index and name. */
  | { readonly code: "ERR_UNKNOWN_CHANNEL"; readonly channel: string; readonly known: readonly string[] }
  /** The number of display colors differs from the number of channels. */
  | { readonly code: "ERR_COLOR_COUNT"; readonly channels: number; readonly colors: readonly string[] }
  /** A class, or all other classes together, has fewer than 8 images, too few to train a classifier. */
  | {
      readonly code: "ERR_TOO_FEW_OF_CLASS";
      /** Path of the folder. */
      readonly path: string;
      readonly name: string;
      readonly count: number;
      readonly others: number;
      readonly minimum: number;
    };

/** Thrown if the images of a folder cannot be evaluated. */
export class EvaluationError extends RangeError {
  override readonly name = "EvaluationError";
  readonly fault: EvaluationFault;

  constructor(caller: string, fault: EvaluationFault, options?: ErrorOptions) {
    super(`${caller}: ${describeFault(fault)}`, options);
    this.fault = fault;
  }

  get code(): EvaluationFault["code"] {
    return this.fault.code;
  }
}

/**
 * Format the message of a fault, without the function's name.
 *
 * @param names - Display names of the folders. @default the options of `evaluateFolder`
 */
export function describeFault(fault: EvaluationFault, names: EvaluationNames = optionNames): string {
  const { path = (file: string) => file, displayColors = "displayColors" } = names;
  switch (fault.code) {
    case "ERR_UNKNOWN_CHANNEL":
      return `there is no channel ${fault.channel} to segment. Channels: ${fault.known.join(", ")}.`;
    case "ERR_COLOR_COUNT":
      return `${displayColors} must have one color for each of ${plural(fault.channels, "channel")} of the images, got ${fault.colors.join(",")}.`;
    case "ERR_UNUSABLE_FOLDER":
      return `${names[fault.folder]} ${fault.reason}`;
    case "ERR_TOO_FEW_IMAGES": {
      const { folder, minimum, count, hasClasses } = fault;
      const what = folder === "split" ? `the held-out quarter of ${names.data}` : names[folder];
      const which = hasClasses ? " of the compared classes" : "";
      return `${what} must have at least ${minimum} images${which}, got ${count}. Add more images.`;
    }
    case "ERR_UNFIT_IMAGE":
      return `${path(fault.path)} is ${fault.reason}. ${fault.remedy}`;
    case "ERR_TOO_FEW_OF_CLASS": {
      const { name, minimum, count, others } = fault;
      return (
        `${names.data} ${path(fault.path)} must have at least ${minimum} images of ${name} and of other classes of the model, in subfolders with the class names, ` +
        `got ${count} and ${others}. Use the folder on which the model was trained, or translate without ${names.data}.`
      );
    }
  }
}

/** Check the number of images. @throws EvaluationError if there are too few for a comparison. */
export function checkCount(
  folder: EvaluationFolder | "split",
  { length: count }: ArrayLike<unknown>,
  minimum: number,
  hasClasses: boolean,
): void {
  if (count >= minimum) return;
  throw new EvaluationError("evaluateFolder", {
    code: "ERR_TOO_FEW_IMAGES",
    folder,
    count,
    minimum,
    hasClasses,
  });
}
