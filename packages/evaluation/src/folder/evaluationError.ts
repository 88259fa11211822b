import type { EvaluationFolder } from "./evaluationFolder.ts";
import { type EvaluationNames, optionNames } from "./evaluationNames.ts";

/** Why images of a folder cannot be evaluated. */
export type EvaluationFault =
  /** The folder is missing or has no readable image. `reason` completes "the folder …". */
  | { readonly code: "ERR_UNUSABLE_FOLDER"; readonly folder: EvaluationFolder; readonly reason: string }
  /** There are fewer than 8 images, of the classes that are compared. */
  | {
      readonly code: "ERR_TOO_FEW_IMAGES";
      /** "split" = of the quarter of `data` that is held out. */
      readonly folder: EvaluationFolder | "split";
      readonly count: number;
      readonly minimum: number;
      /** Whether images of other classes were skipped. */
      readonly hasClasses: boolean;
    }
  /** An image does not fit the model: it is far too small, or too long and narrow. `reason` and `remedy` complete "… is". */
  | {
      readonly code: "ERR_UNFIT_IMAGE";
      readonly path: string;
      readonly reason: string;
      readonly remedy: string;
    }
  /** A class that images are judged by has fewer than 8 images, or all others together have. */
  | {
      readonly code: "ERR_TOO_FEW_OF_CLASS";
      /** Of the folder. */
      readonly path: string;
      readonly name: string;
      readonly count: number;
      readonly others: number;
      readonly minimum: number;
    };

/** Images of a folder cannot be evaluated. */
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
 * Words a fault: the message of its EvaluationError, without the function's name.
 *
 * @param names - What the reader calls the folders. @default the options of `evaluateFolder`
 */
export function describeFault(fault: EvaluationFault, names: EvaluationNames = optionNames): string {
  const { path = (file: string) => file } = names;
  switch (fault.code) {
    case "ERR_UNUSABLE_FOLDER":
      return `${names[fault.folder]} ${fault.reason}`;
    case "ERR_TOO_FEW_IMAGES": {
      const { folder, minimum, count, hasClasses } = fault;
      const what = folder === "split" ? `the held-out quarter of ${names.data}` : names[folder];
      const which = hasClasses ? " of the classes that are compared" : "";
      return `${what} must have ${minimum} images or more${which}, got ${count}. Give more images.`;
    }
    case "ERR_UNFIT_IMAGE":
      return `${path(fault.path)} is ${fault.reason}. ${fault.remedy}`;
    case "ERR_TOO_FEW_OF_CLASS": {
      const { name, minimum, count, others } = fault;
      return (
        `${names.data} ${path(fault.path)} must have ${minimum} images or more of ${name} and of other classes of the model, in subfolders of their names, ` +
        `got ${count} and ${others}. Give the folder that the model was trained on, or translate without ${names.data}.`
      );
    }
  }
}

/** @throws EvaluationError if there are fewer images than can be compared. */
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
