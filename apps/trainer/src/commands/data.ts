import { Command } from "commander";
import type { Io } from "../terminal/io.ts";
import { numberFlag } from "../terminal/numberFlag.ts";

/** `cellgen data …`: looks at images, makes images. */
export function dataCommand(io: Io): Command {
  return new Command("data")
    .description("Looks into a folder of images, or makes one of synthetic cells.")
    .addCommand(inspectCommand(io))
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
      const { inspectData } = await import("../run/inspectData.ts");
      await inspectData({ dir, out: flags.out, force: flags.force ?? false }, io);
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
      const { synthesizeData } = await import("../run/synthesizeData.ts");
      await synthesizeData({ flags, force: force === true }, io);
    });
}
