import { type Command, Option } from "commander";
import { engineChoices, engineDefaults } from "./engineSettings.ts";
import { numberFlag } from "./numberFlag.ts";

/** The flags of a command that computes: what computes, and with how much of the machine. */
export function engineFlags(command: Command): Command {
  return command
    .optionsGroup("With what:")
    .option(
      "--engine <name>",
      `${engineChoices.join(", ")} (default: ${engineDefaults.engine}); cellgen engines says what works here`,
    )
    .option(
      "--threads <n>",
      "cores to compute on; of several runs at once give each its share (default: all physical cores)",
      numberFlag,
    )
    .option(
      "--share-cores",
      "leave the cores to other programs in every short wait: beside busy ones about a fifth faster, alone up to a quarter slower",
    )
    .addOption(new Option("--no-share-cores").hideHelp())
    .addOption(new Option("--blocks").hideHelp())
    .option(
      "--no-blocks",
      "compute by documented operators alone, as on processors without blocks of channels: slower, the same up to rounding",
    );
}
