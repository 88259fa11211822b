import { Command } from "commander";
import { engineFlags } from "../../options/engineFlags.ts";
import { drawingFlags, modelFlags } from "../../options/modelFlags.ts";
import { numberFlag } from "../../options/numberFlag.ts";
import type { Io } from "../../terminal/io.ts";
import { inpaintDefaults } from "./inpaintSettings.ts";

const examples = `
Examples:
  cellgen inpaint --model runs/my-cells --input cell.png --box 20,12,16,16 --out filled
  cellgen inpaint --model runs/my-cells --input cell.png --mask scratch.png --out filled --samples 8
  cellgen inpaint --model runs/my-cells --input cells --mask cells-masks --out filled --class neutrophil --preset fast

White means fill: pixels of the mask that are brighter than half of its range are made anew, all others stay as they are, bit for
bit. A mask has its image's size; in a folder it has its image's name, one file is the mask of all images. --box is a rectangle
instead, in pixels from the top left corner.

Images of another size, depth or colour than the model's are fitted to it, and come back in their own.

Give the --class of the images to a model of classes. Without it the most frequent one prevails where the middle of a cell is missing:
platelets got the pale middle of red cells, of which there were four times as many.

It works by RePaint: steps are taken again and again, until the new pixels agree with the known ones.
--preset fast calls the network 140 times for it, good 460 times, paper, as it was published, 2410 times.

--out gets images/NAME-1.png … of every image, sheet.png with all completions beside each other, report.html, and inpaint.json with all
settings. Completion k of an image and seed is the same whatever else is in the folder (16-bit files count as of one camera: the brightest
says whether of 12 bits or 16), and within a grey level whatever --samples is.`;

/** `cellgen inpaint`: fills holes in images. */
export function inpaintCommand(io: Io): Command {
  const command = modelFlags(
    new Command("inpaint").description("Fills holes in images, as the model thinks that they may have been."),
  )
    .option("--input <place>", "an image, or a folder of images (required)")
    .option("--mask <place>", "where to fill: an image or a folder of images, white means fill")
    .option("--box <x,y,w,h>", "or a rectangle to fill, in pixels of the images")
    .option("--samples <n>", `completions of each image (default: ${inpaintDefaults.samples})`, numberFlag)
    .optionsGroup("How:")
    .option("--preset <name>", `fast, good or paper, see below (default: ${inpaintDefaults.preset})`)
    .option("--sampler <name>", "dpm++2m, ddim or ddpm (default: the preset's)")
    .option("--class <name>", "class of the images, which helps much, see below (default: any)");
  return engineFlags(drawingFlags(command))
    .optionsGroup("Help:")
    .addHelpText("after", examples)
    .action(async ({ force, ...flags }: Record<string, unknown>) => {
      const { inpaint } = await import("./run.ts");
      await inpaint({ flags, force: force === true }, io);
    });
}
