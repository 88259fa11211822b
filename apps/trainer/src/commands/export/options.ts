import path from "node:path";
import { modelOption, outputOptions, weightsOption } from "../../options/modelOptions.ts";
import { inGroup, optionTable, type SettingsOf } from "../../options/optionTable.ts";
import { oneOf } from "../../options/rules.ts";
import { shownPath } from "../../terminal/shownPath.ts";
import { UsageError } from "../../terminal/usageError.ts";

/** The options of `cellgen export`. */
export const exportOptions = optionTable({
  ...modelOption,
  ...weightsOption,
  out: {
    ...outputOptions.out,
    required: "Give a folder for the exported model.",
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

/** Check the settings. @throws UsageError if --out is the folder of the model. */
export function checkExport({ model, out }: ExportSettings): void {
  if (path.resolve(out) !== path.resolve(model)) return;
  throw new UsageError(
    `--out must differ from --model, got ${shownPath(out)} for both. Choose another --out.`,
  );
}
