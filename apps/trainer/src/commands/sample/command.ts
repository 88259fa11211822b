import { Command } from "commander";
import { engineFlags } from "../../options/engineFlags.ts";
import { drawingFlags, generationFlags, modelFlags } from "../../options/modelFlags.ts";
import { numberFlag } from "../../options/numberFlag.ts";
import type { Io } from "../../terminal/io.ts";
import { sampleDefaults } from "./sampleSettings.ts";

const examples = `
Examples:
  cellgen sample --model runs/quickstart --out new-cells --count 64
  cellgen sample --model runs/quickstart --out leukocytes --class leukocyte --guidance 2
  cellgen sample --model runs/quickstart --out slow --sampler ddpm --steps 1000

--precision int8 computes convolutions on eight bits, on the engine onnx. It takes about two thirds of the time for the preset
base but hardly less for small, and first some seconds to calibrate: for many images of wide networks. They are not float32's: on
blood cells pixels were 0.8 of 255 grey levels off on average, the distance to real cells the same within its error.

Image k of a seed is the same whatever the count. Besides the images, --out gets grid.png, report.html and samples.json (the seed
and class of each image, all settings, the weights' SHA-256, and the command that draws the same again).`;

/** `cellgen sample`: generates images with a trained model. */
export function sampleCommand(io: Io): Command {
  const command = modelFlags(
    new Command("sample").description("Generates images with a trained model, one PNG each."),
  )
    .option("--count <n>", `number of images (default: ${sampleDefaults.count})`, numberFlag)
    .option("--class <name>", "class of all images (default: each class in turn)")
    .optionsGroup("How:");
  drawingFlags(generationFlags(command))
    .option("--precision <name>", "float32, or int8: faster, less exact (default: float32; see below)")
    .option(
      "--calibrate <dir>",
      "folder of the training images, for int8 (default: the model draws 16 to calibrate itself on)",
    );
  return engineFlags(command)
    .optionsGroup("Help:")
    .addHelpText("after", examples)
    .action(async ({ force, ...flags }: Record<string, unknown>) => {
      const { sample } = await import("./run.ts");
      await sample({ flags, force: force === true }, io);
    });
}
