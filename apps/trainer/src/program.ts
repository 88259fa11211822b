import { Command, CommanderError } from "commander";
import { dataCommand } from "./commands/data/command.ts";
import { demoCommand } from "./commands/demo/command.ts";
import { denoiseCommand } from "./commands/denoise/command.ts";
import { enginesCommand } from "./commands/engines/command.ts";
import { evaluateCommand } from "./commands/evaluate/command.ts";
import { exportCommand } from "./commands/export/command.ts";
import { inpaintCommand } from "./commands/inpaint/command.ts";
import { interpolateCommand } from "./commands/interpolate/command.ts";
import { quickstartCommand } from "./commands/quickstart/command.ts";
import { sampleCommand } from "./commands/sample/command.ts";
import { trainCommand } from "./commands/train/command.ts";
import { translateCommand } from "./commands/translate/command.ts";
import { type Io, warn } from "./terminal/io.ts";
import { reportError } from "./terminal/reportError.ts";
import { version } from "./version.ts";

const description = `Trains diffusion models on images of cells, and uses them: generates, denoises, fills and translates images.

Start here:
  cellgen quickstart                                  all of it once, on built-in synthetic cells, in about 4 minutes
  cellgen data inspect my-cells                       what is in a folder of PNG and JPEG files
  cellgen train --data my-cells --out runs/my-cells   train on it
  cellgen sample --model runs/my-cells --out new-cells --count 64
  cellgen inpaint --model runs/my-cells --input cell.png --box 20,12,16,16 --out filled`;

/** The whole command line as a commander program. Heavy parts are loaded by the commands that need them. */
function program(io: Io): Command {
  const root = new Command("cellgen")
    .description(description)
    .version(version(), "-v, --version", "print the version")
    .helpOption("-h, --help", "explain a command")
    .option("--verbose", "where something fails, print where in the program it did")
    .showSuggestionAfterError()
    .addHelpText("after", "\ncellgen COMMAND --help explains a command, with its defaults and examples.");
  for (const command of [
    quickstartCommand,
    trainCommand,
    sampleCommand,
    inpaintCommand,
    translateCommand,
    interpolateCommand,
    denoiseCommand,
    evaluateCommand,
    exportCommand,
    dataCommand,
    enginesCommand,
    demoCommand,
  ]) {
    root.addCommand(command(io));
  }
  for (const command of everyCommand(root)) {
    command
      .exitOverride()
      .configureHelp({ helpWidth: Math.min(io.stdout.columns ?? 100, 110), sortSubcommands: false })
      .configureOutput({
        writeOut: (text) => io.stdout.write(text),
        writeErr: (text) => io.stderr.write(text),
        outputError: () => {},
      });
  }
  return root;
}

/**
 * Runs a command line.
 *
 * @param argv - What was typed after `cellgen`.
 * @returns The exit code: 0; 1 for a failure; 2 for wrong usage; 130 after Ctrl-C.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  // Also after the command's name, where one looks for it when something has failed.
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
    return reportError(error, { verbose, warn: (line) => warn(io, line) });
  }
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}
