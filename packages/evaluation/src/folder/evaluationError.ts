import type { EvaluationFolder } from "./evaluationFolder.ts";

/** Why images of a folder cannot be evaluated. */
export type EvaluationFault =
  /** The folder is missing or has no readable image. `reason` completes "the folder …". */
  | { readonly code: "unusable-folder"; readonly folder: EvaluationFolder; readonly reason: string }
  /** There are fewer than 8 images, of the classes that are compared. */
  | {
      readonly code: "too-few-images";
      /** "split" = of the quarter of `data` that is held out. */
      readonly folder: EvaluationFolder | "split";
      readonly count: number;
      readonly minimum: number;
      /** Whether images of other classes were skipped. */
      readonly hasClasses: boolean;
    }
  /** An image does not fit the model: it is far too small, or too long and narrow. `reason` and `remedy` complete "… is". */
  | {
      readonly code: "unfit-image";
      readonly path: string;
      readonly reason: string;
      readonly remedy: string;
    }
  /** A class that images are judged by has fewer than 8 images, or all others together have. */
  | {
      readonly code: "too-few-of-class";
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

  constructor(message: string, fault: EvaluationFault, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }

  get code(): EvaluationFault["code"] {
    return this.fault.code;
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
  const what = folder === "split" ? "the held-out quarter of data" : folder;
  throw new EvaluationError(
    `evaluateFolder: ${what} must have ${minimum} images or more${hasClasses ? " of the classes that are compared" : ""}, got ${count}. Give more images.`,
    { code: "too-few-images", folder, count, minimum, hasClasses },
  );
}
