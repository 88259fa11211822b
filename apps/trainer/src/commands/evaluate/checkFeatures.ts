import { stat } from "node:fs/promises";
import { shownPath } from "../../terminal/describe.ts";
import { UsageError } from "../../terminal/usageError.ts";
import type { EvaluateSettings } from "./options.ts";

/** @throws UsageError if the file of features is missing. */
export async function checkFeatures({ features }: EvaluateSettings): Promise<void> {
  if (/\.onnx$/i.test(features) && !(await stat(features).catch(() => undefined))?.isFile()) {
    throw new UsageError(
      `--features ${shownPath(features)}: there is no such file. Give an ONNX file, cells or learnt.`,
    );
  }
}
