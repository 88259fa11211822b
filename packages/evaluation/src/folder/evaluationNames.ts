import type { EvaluationFolder } from "./evaluationFolder.ts";

/** Display names of the folders in messages, if they differ from the options of `evaluateFolder`. */
export interface EvaluationNames extends Readonly<Record<EvaluationFolder, string>> {
  /** Display name of the colors of channels. @default "displayColors" */
  readonly displayColors?: string;
  /** Shortens the path of a file. @default the absolute path */
  readonly path?: (file: string) => string;
}

export const optionNames: EvaluationNames = { data: "data", heldOut: "heldOut", images: "images" };
