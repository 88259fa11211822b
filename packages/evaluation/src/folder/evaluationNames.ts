import type { EvaluationFolder } from "./evaluationFolder.ts";

/** Display names of the folders in messages, if they differ from the options of `evaluateFolder`. */
export interface EvaluationNames extends Readonly<Record<EvaluationFolder, string>> {
  /** Shortens the path of a file. @default the absolute path */
  readonly path?: (file: string) => string;
}

export const optionNames: EvaluationNames = { data: "data", heldOut: "heldOut", images: "images" };
