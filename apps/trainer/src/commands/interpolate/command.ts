import { Command } from "commander";
import { engineFlags } from "../../options/engineFlags.ts";
import { drawingFlags, modelFlags, samplerFlags } from "../../options/modelFlags.ts";
import { numberFlag } from "../../options/numberFlag.ts";
import type { Io } from "../../terminal/io.ts";
import { interpolateDefaults } from "./interpolateSettings.ts";

const examples = `
Examples:
  cellgen interpolate --model runs/my-cells --seeds 1,2 --out between
  cellgen interpolate --model runs/blood --seeds 1,2 --class neutrophil --frames 32 --out neutrophils
  cellgen interpolate --model runs/blood --seeds 5,5 --class lymphocyte,platelet --out one-cell-two-classes
  cellgen interpolate --model runs/my-cells --images first.png,second.png --out between

The frames lie on the great circle between two noises, so that each is as noisy as noise is and each image one that could be.
--seeds goes from what the model draws from one seed to what it draws from the other: image 0 of cellgen sample with the same --sampler,
--steps, --guidance and --class. --images finds the noises of two given images first; the report says how close the ends come back.

--out gets frames/frame-000.png …, strip.png with all frames in a row, animation.webp that goes there and back without end, report.html,
and interpolate.json with all settings.`;

/** `cellgen interpolate`: from one image to another. */
export function interpolateCommand(io: Io): Command {
  const command = modelFlags(
    new Command("interpolate").description(
      "Goes from one image to another through images that all could be: frames, a strip, an animation.",
    ),
  )
    .option("--seeds <a,b>", "two seeds to go between")
    .option("--images <a,b>", "or two image files")
    .option("--frames <n>", `images, both ends included (default: ${interpolateDefaults.frames})`, numberFlag)
    .option("--class <name>", "class of all frames, or of both ends as A,B (default: any)")
    .optionsGroup("How:");
  const sampler = samplerFlags(command, {
    sampler: interpolateDefaults.sampler,
    ddpmFor: "seeds",
    steps: "network evaluations a frame",
    guided: "the class",
  });
  return engineFlags(drawingFlags(sampler))
    .optionsGroup("Help:")
    .addHelpText("after", examples)
    .action(async ({ force, ...flags }: Record<string, unknown>) => {
      const { interpolate } = await import("./run.ts");
      await interpolate({ flags, force: force === true }, io);
    });
}
