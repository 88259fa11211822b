import { Command } from "commander";
import { engineFlags } from "../../options/engineFlags.ts";
import { generationFlags, networkFlags, seedFlag } from "../../options/modelFlags.ts";
import { numberFlag } from "../../options/numberFlag.ts";
import type { Io } from "../../terminal/io.ts";
import { defaultCount, evaluateDefaults, evaluateModelDefaults } from "./evaluateSettings.ts";

const examples = `
Examples:
  cellgen evaluate --model runs/my-cells --data my-cells --out my-cells-evaluation
  cellgen evaluate --model runs/my-cells --data training-cells --held-out other-cells --out evaluation --features cells
  cellgen evaluate --model runs/my-cells --data my-cells --out my-cells-guided --guidance 1.5
  cellgen evaluate --images generated-cells --data my-cells --out evaluation --features my-network.onnx

--data are the real images that the model was trained on. Some real ones must be kept aside as a yardstick: every number of the
generated images stands beside the same measure of held-out real ones. Best are images that the model has never seen: give them with
--held-out. Without it about a quarter of --data is kept aside, by the seed and by source: crops of one photograph stay together where an
index.csv in --data names it (columns "file" and "source…").

Features, the numbers in which sets of images are compared:
  learnt    by a small network that is trained on --data first, on its classes (subfolders) or, without any, to tell each image from all
            others. It is kept in --data (.cellgen), or in --out where that cannot be written, and used again for the same images
  cells     measured shapes, colours and textures of the segmented cells
  FILE.onnx a network of your own: one input [batch, 3, height, width], one row of features an image. float32 gets values of 0…1, uint8 of
            0…255: a network that wants -1…1 or normalised colours must compute them itself, in the file

What is told, for all images and for each class: distances to real images, what differs in the cells' measured features, whether training
images were learnt by heart, whether the class that was asked for is seen, and whether the images can teach a classifier.

--out gets report.html, evaluation.json with every number, and the pictures.`;

/** `cellgen evaluate`: how good generated images are. */
export function evaluateCommand(io: Io): Command {
  const command = new Command("evaluate")
    .description("Tells how good generated images are, beside real ones.")
    .optionsGroup("What:")
    .option("--model <dir>", "folder of the model whose images are to be evaluated")
    .option(
      "--images <dir>",
      "or a folder of generated images: of cellgen sample, or any other; subfolders can be classes",
    )
    .option("--data <dir>", "folder of the real images that the model was trained on (required)")
    .option("--held-out <dir>", "real images that it was not trained on (default: a quarter of --data)")
    .option("--out <dir>", "folder for the results (required)")
    .option("--force", "remove the results in --out first (its own files only)")
    .option(
      "--count <n>",
      `generated images, from 8 (default: ${defaultCount} of a model, all of --images)`,
      numberFlag,
    )
    .optionsGroup("How:")
    .option(
      "--features <which>",
      `cells, learnt or FILE.onnx, see below (default: ${evaluateDefaults.features})`,
    );
  const drawing = generationFlags(seedFlag(command).optionsGroup("How --model draws the images:"));
  return engineFlags(networkFlags(drawing, evaluateModelDefaults))
    .optionsGroup("Help:")
    .addHelpText("after", examples)
    .action(async ({ force, ...flags }: Record<string, unknown>) => {
      const { evaluate } = await import("./run.ts");
      await evaluate({ flags, force: force === true }, io);
    });
}
