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

/** Create the commander program of all commands. Each command loads its own code when it runs. */
function program(io: Io): Command {
  const width = Math.min(io.stdout.columns ?? 100, 110);
  const root = commanderCommand({ name: "cellgen", summary: description, commands }, io, width)
    .version(version(), "-v, --version", "print the version")
    .addOption(new Option("--verbose", "print stack traces on errors"))
    .showSuggestionAfterError()
    .addHelpText("after", "\nRun cellgen COMMAND --help for the options and examples of a command.");
  return root;
}

/** Return the command in the arguments, such as "cellgen data inspect"; "cellgen" if it is unknown. */
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

/** Run a command line.
 *
 * @param argv - Arguments after `cellgen`.
 * @returns The exit code: 0 for success, 1 for a failure, 2 for wrong usage, 130 after Ctrl-C.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  // Also accepted after the name of the command.
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
