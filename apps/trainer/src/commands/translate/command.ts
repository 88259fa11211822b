import { Command } from "commander";
import { engineFlags } from "../../options/engineFlags.ts";
import { drawingFlags, modelFlags, samplerFlags } from "../../options/modelFlags.ts";
import { numberFlag } from "../../options/numberFlag.ts";
import type { Io } from "../../terminal/io.ts";
import { defaultStrength, translateDefaults } from "./translateSettings.ts";

const examples = `
Examples:
  cellgen translate --model runs/blood --input neutrophils --from neutrophil --to lymphocyte --out translated
  cellgen translate --model runs/blood --input cells --to lymphocyte --out translated --data cells   cells/CLASS says what each is
  cellgen translate --model runs/two-microscopes --input cell.png --from first --to second --out restyled
  cellgen translate --model runs/blood --input cell.png --method sdedit --strength 0.4 --out variant

A class can be a kind of cell, a stain or a microscope: train one model on all of them, a subfolder each, with --class-conditional.

ddib finds the noise from which the model would draw the image as one of its own class, and draws from it one of --to: as much stays
as the two have in common. --strength below 1 goes only a part of the way: more stays, less changes.

sdedit adds fresh noise and takes it away again: what is finer than the noise is made anew, what is coarser stays, colours before all.
It is for variants of an image, not for another stain: the noise that lets go of the colours has long let go of the cell. From one
microscope to another, of 91 cells so many were taken for the other's, and so much was kept (correlation of the edges; 0.2 in unrelated images):
  ddib                   100 %  0.70
  sdedit, strength 0.5     1 %  0.41
  sdedit, strength 0.7    18 %  0.30
  sdedit, strength 0.85   66 %  0.25

The own class is --from; without it the name of the image's subfolder of --input, if the model knows that; else any class.

--out gets images/NAME.png, sheet.png with before and after, report.html, and translate.json with all settings and the score of each image:
how much of the structure was kept (the correlation of the edges, the SSIM of the luminance) and, with --data, what a classifier
that was trained on those images takes the result for.`;

/** `cellgen translate`: images of one class as another. */
export function translateCommand(io: Io): Command {
  const command = modelFlags(
    new Command("translate").description(
      "Turns images of one class, stain or microscope into another's, while the content stays.",
    ),
  )
    .option("--input <place>", "an image, or a folder of images (required)")
    .option("--to <class>", "class to translate to (required, but for sdedit)")
    .option("--from <class>", "class of the images (default: their subfolder's name, or any)")
    .optionsGroup("How:")
    .option(
      "--method <name>",
      `ddib (another class) or sdedit (other details), see below (default: ${translateDefaults.method})`,
    )
    .option(
      "--strength <x>",
      `how far to go into the noise, above 0, at most 1 (default: ${defaultStrength.ddib} for ddib, ${defaultStrength.sdedit} for sdedit)`,
      numberFlag,
    )
    .option("--keep <what>", "colour: the result gets the mean and the spread of the image's colours")
    .option(
      "--data <dir>",
      "folder with a subfolder a class, to train a classifier on that scores the results",
    );
  const sampler = samplerFlags(command, {
    sampler: translateDefaults.sampler,
    ddpmFor: "sdedit",
    steps: "network evaluations, as many again for ddib's way into the noise",
    guided: "--to",
  });
  return engineFlags(drawingFlags(sampler))
    .optionsGroup("Help:")
    .addHelpText("after", examples)
    .action(async ({ force, ...flags }: Record<string, unknown>) => {
      const { translate } = await import("./run.ts");
      await translate({ flags, force: force === true }, io);
    });
}
