import { Command, Option } from "commander";
import { addOptions } from "../options/addOptions.ts";
import type { Io } from "../terminal/io.ts";
import type { CommandDefinition, CommandGroup } from "./commandDefinition.ts";
import { helpText } from "./helpText.ts";

/** A command or a group of commands for commander, which parses the command line and prints the help. */
export function commanderCommand(
  definition: CommandDefinition | CommandGroup,
  io: Io,
  width: number,
): Command {
  const isGroup = "commands" in definition;
  const command = new Command(definition.name)
    .description(definition.summary)
    .addHelpOption(new Option("-h, --help", "print this help").helpGroup(isGroup ? "Options:" : "Help:"))
    .exitOverride()
    .configureHelp({ helpWidth: width })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: () => {},
    });
  if (isGroup) {
    for (const each of definition.commands) command.addCommand(commanderCommand(each, io, width));
    return command.helpCommand("help [command]", "print the help of a command");
  }
  addOptions(command, definition.options);
  const positional = Object.entries(definition.options).flatMap(([key, option]) =>
    option.positional ? [key] : [],
  );
  const { anyArguments = false } = definition;
  return command
    .allowUnknownOption(anyArguments)
    .allowExcessArguments(anyArguments)
    .addHelpText("after", helpText(definition, width))
    .action(async (...parsed: unknown[]) => {
      const words = positional.map((key, place) => [key, parsed[place]] as const);
      const flags = parsed[positional.length] as Readonly<Record<string, unknown>>;
      const { runCommand } = await import("./runCommand.ts");
      await runCommand(definition, { ...Object.fromEntries(words), ...flags }, io);
    });
}
