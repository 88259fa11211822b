import { Command } from "commander";
import type { Io } from "../../terminal/io.ts";

/** `cellgen quickstart`: everything once, on synthetic cells. */
export function quickstartCommand(io: Io): Command {
  return new Command("quickstart")
    .description(
      "Makes synthetic cells, trains a small network on them for about three minutes, generates new cells, and writes a report. Nothing is needed for it.",
    )
    .option("--out <dir>", "folder for the run", "runs/quickstart")
    .option("--force", "remove the run in --out (its own files only) and start anew")
    .addHelpText("after", "\nExample:\n  cellgen quickstart --out runs/first")
    .action(async (flags: { out: string; force?: true }) => {
      const { quickstart } = await import("./run.ts");
      await quickstart({ out: flags.out, force: flags.force ?? false }, io);
    });
}
