import { Command } from "commander";
import type { Io } from "../../terminal/io.ts";
import { exportDefaults } from "./exportSettings.ts";

const examples = `
Examples:
  cellgen export --model runs/blood --out blood
  cellgen export --model runs/blood --out blood --precision float32

--out gets the model alone, without the run around it: model_index.json, unet/, scheduler/ and cellgen.json, which this command, pages and
Python (DDPMPipeline.from_pretrained) open. unet/ has the weights that draw the best images: the averaged ones where there are any. Rounded
to float16 they take half the bytes, and images differ by a grey level of 255 at most (16 blood cells).`;

/** `cellgen export`: a model to hand on. */
export function exportCommand(io: Io): Command {
  return new Command("export")
    .description("Writes a trained model alone into a folder, small enough to hand on or to open in a page.")
    .optionsGroup("What:")
    .option("--model <dir>", "folder of the model: a run of cellgen, or the Hugging Face layout (required)")
    .option("--out <dir>", "folder for the exported model (required)")
    .option("--force", "replace the model in --out")
    .optionsGroup("How:")
    .option("--precision <name>", `float16 or float32 (default: ${exportDefaults.precision})`)
    .option("--weights <which>", "ema (averaged) or raw (default: ema where the model has them)")
    .optionsGroup("Help:")
    .addHelpText("after", examples)
    .action(async ({ force, ...flags }: Record<string, unknown>) => {
      const { exportModel } = await import("./run.ts");
      await exportModel({ flags, force: force === true }, io);
    });
}
