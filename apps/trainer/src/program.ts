import { type Command, CommanderError, Option } from "commander";
import { commands } from "./commands/commands.ts";
import { commanderCommand } from "./runner/commanderCommand.ts";
import { type Io, warn } from "./terminal/io.ts";
import { reportError } from "./terminal/reportError.ts";
import { version } from "./version.ts";

const description = `Train diffusion models on cell microscopy images and apply them.

Start here:
  cellgen quickstart                                 try it on synthetic cells (4 minutes)
  cellgen data inspect my-cells                      summarize a folder of images
  cellgen train --data my-cells --out runs/my-cells  train on it
  cellgen sample --model runs/my-cells --out new-cells --count 64
  cellgen inpaint --model runs/my-cells --input cell.png --box 20,12,16,16 --out inpainted`;

/** The whole command line as a commander program. Heavy parts are loaded by the commands that need them. */
function program(io: Io): Command {
  const width = Math.min(io.stdout.columns ?? 100, 110);
  const root = commanderCommand({ name: "cellgen", summary: description, commands }, io, width)
    .version(version(), "-v, --version", "print the version")
    .addOption(new Option("--verbose", "print stack traces on errors"))
    .showSuggestionAfterError()
    .addHelpText("after", "\nRun cellgen COMMAND --help for the options and examples of a command.");
  return root;
}

/** The command that was typed, such as "cellgen data inspect"; "cellgen" where it is unknown. */
function commandOf(root: Command, args: readonly string[]): string {
  let command = root;
  const names = [root.name()];
  for (const word of args) {
    const next = command.commands.find((each) => each.name() === word);
    if (!next) break;
    command = next;
    names.push(word);
  }
  return names.join(" ");
}

/**
 * Runs a command line.
 *
 * @param argv - What was typed after `cellgen`.
 * @returns The exit code: 0; 1 for a failure; 2 for wrong usage; 130 after Ctrl-C.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  // Accepted after the command's name too.
  const verbose = argv.includes("--verbose");
  const args = argv.filter((word) => word !== "--verbose");
  const root = program(io);
  try {
    if (args.length === 0) {
      root.outputHelp();
      return 0;
    }
    await root.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    return reportError(error, { command: commandOf(root, args), verbose, warn: (line) => warn(io, line) });
  }
}
