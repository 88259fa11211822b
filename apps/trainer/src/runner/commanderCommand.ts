import { Command, Option } from "commander";
import {
  flagName,
  isSwitch,
  type OptionSpec,
  shownDefault,
  shownFlag,
  takesNumber,
} from "../options/optionTable.ts";
import type { Io } from "../terminal/io.ts";
import type { CommandDefinition, CommandGroup } from "./commandDefinition.ts";
import { helpText } from "./helpText.ts";

/** Create the commander command of a definition or of a group. */
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
  const positional: string[] = [];
  for (const [key, option] of Object.entries(definition.options)) {
    if (option.positional) {
      positional.push(key);
      command.argument(option.value ?? `<${key}>`, option.help);
    } else for (const each of optionsOf(key, option)) command.addOption(each);
  }
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

/**
 * Create the commander options of an option. A switch that is a setting has an on and an off flag, to override a config file; the help
 * lists the flag that changes the default. Values are checked later, together with those of other sources.
 */
function optionsOf(key: string, option: OptionSpec): Option[] {
  if (!isSwitch(option)) return [flag(shownFlag(key, option), option)];
  if (option.flagOnly) return [flag(flagName(key), option)];
  const [on, off] = [flagName(key), flagName(key).replace("--", "--no-")];
  // Commander treats a switch as on by default if its "--no-" flag is added first.
  return [on, off].map((name) => flag(name, option).hideHelp(name !== shownFlag(key, option)));
}

function flag(flags: string, option: OptionSpec): Option {
  const fallback = shownDefault(option);
  const note =
    option.required !== undefined ? " (required)" : fallback !== undefined ? ` (default: ${fallback})` : "";
  const shown = new Option(flags, `${option.help}${note}`).helpGroup(`${option.group}:`);
  return takesNumber(option) ? shown.argParser(numberOrText) : shown;
}

/** Convert text to a number. Other text is kept, so that the error message of the settings can quote it. */
function numberOrText(text: string): number | string {
  const value = Number(text);
  return text.trim() === "" || Number.isNaN(value) ? text : value;
}
