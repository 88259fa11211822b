import { Command } from "commander";
import { numberFlag } from "../../options/numberFlag.ts";
import type { Io } from "../../terminal/io.ts";

/** `cellgen data …`: looks at images, divides and makes them. */
export function dataCommand(io: Io): Command {
  return new Command("data")
    .description("Looks into a folder of images, divides one, or makes one of synthetic cells.")
    .addCommand(inspectCommand(io))
    .addCommand(splitCommand(io))
    .addCommand(synthCommand(io));
}

function inspectCommand(io: Io): Command {
  return new Command("inspect")
    .description(
      "Counts, sizes, channels, value ranges and unreadable files of a folder, with a contact sheet.",
    )
    .argument("<dir>", "folder of PNG and JPEG images, subfolders included")
    .option("--out <file>", "where to write the contact sheet, a PNG", "contact-sheet.png")
    .option("--force", "replace the file if it exists")
    .addHelpText("after", "\nExample:\n  cellgen data inspect my-cells --out my-cells.png")
    .action(async (dir: string, flags: { out: string; force?: true }) => {
      const { inspectData } = await import("./inspectData.ts");
      await inspectData({ dir, out: flags.out, force: flags.force ?? false }, io);
    });
}

function splitCommand(io: Io): Command {
  return new Command("split")
    .description(
      "Copies a folder's images into DIR/training, to train on, and DIR/held-out, a quarter of each class to judge by.",
    )
    .option("--data <dir>", "folder of PNG and JPEG images; subfolders are classes (required)")
    .option("--out <dir>", "folder for the two parts (required)")
    .option("--seed <n>", "seed of the division (default: 0)", numberFlag)
    .option("--force", "replace an earlier division in DIR")
    .addHelpText(
      "after",
      `
An index.csv in the folder, with columns file and source… (a photograph, a patient), keeps what comes from one source on one side.
cellgen evaluate divides in the same way where it is given no --held-out, but a model that has seen all images knows the held-out ones.

Example:
  cellgen data split --data my-cells --out split
  cellgen train --data split/training --out runs/split
  cellgen evaluate --model runs/split --data split/training --held-out split/held-out --out evaluation`,
    )
    .action(async ({ force, ...flags }: Record<string, unknown>) => {
      const { splitData } = await import("./splitData.ts");
      await splitData({ flags, force: force === true }, io);
    });
}

function synthCommand(io: Io): Command {
  return new Command("synth")
    .description(
      "Makes synthetic cells in three classes: DIR/CLASS/*.png, and an instance mask of each in DIR/masks/CLASS/*.png.",
    )
    .option(
      "--kind <kind>",
      "fluorescence (nuclei), smear (stained blood cells) or spp (seen through a spiral phase plate) (required)",
    )
    .option("--count <n>", "number of images (default: 300)", numberFlag)
    .option("--size <pixels>", "side of the images (default: 64)", numberFlag)
    .option("--out <dir>", "folder for the images (required)")
    .option("--seed <n>", "seed of the images (default: 0)", numberFlag)
    .option("--force", "replace synthetic cells that are in DIR")
    .addHelpText(
      "after",
      "\nExample:\n  cellgen data synth --kind smear --count 600 --size 32 --out cells\n  cellgen train --data cells --out runs/cells --class-conditional",
    )
    .action(async ({ force, ...flags }: Record<string, unknown>) => {
      const { synthesizeData } = await import("./synthesizeData.ts");
      await synthesizeData({ flags, force: force === true }, io);
    });
}
