import path from "node:path";
import { modelOption, outputOptions, weightsOption } from "../../options/modelOptions.ts";
import { inGroup, optionTable, type SettingsOf } from "../../options/optionTable.ts";
import { oneOf } from "../../options/rules.ts";
import { shownPath } from "../../terminal/describe.ts";
import { UsageError } from "../../terminal/usageError.ts";

/** The options of `cellgen export`. */
export const exportOptions = optionTable({
  ...modelOption,
  ...weightsOption,
  out: {
    ...outputOptions.out,
    required: "Give the folder to write the model to.",
    help: "folder for the exported model",
  },
  force: { ...outputOptions.force, help: "replace the model in --out" },
  ...inGroup("Output", {
    precision: {
      schema: oneOf(["float16", "float32"]),
      default: "float16",
      help: "number format of the weights: float16 or float32",
    },
  }),
});

type ExportSettings = SettingsOf<typeof exportOptions>;

/** @throws UsageError if the model would be written over itself. */
export function checkExport({ model, out }: ExportSettings): void {
  if (path.resolve(out) !== path.resolve(model)) return;
  throw new UsageError(`--out must be another folder than --model, got ${shownPath(out)} for both.`);
}
