import type { EvaluationFolder } from "./evaluationFolder.ts";

/** What a message calls the folders, where they are given under other names than those of `evaluateFolder`'s options. */
export interface EvaluationNames extends Readonly<Record<EvaluationFolder, string>> {
  /** Shortens the path of a file. @default the absolute path */
  readonly path?: (file: string) => string;
}

export const optionNames: EvaluationNames = { data: "data", heldOut: "heldOut", images: "images" };
