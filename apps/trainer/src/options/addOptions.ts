import { type Command, Option } from "commander";
import {
  flagName,
  isSwitch,
  type OptionSpec,
  type OptionTable,
  shownDefault,
  shownFlag,
  takesNumber,
} from "./optionTable.ts";

/** Gives a command the flags of a table. Values are checked later, together with those of other sources. */
export function addOptions(command: Command, table: OptionTable): Command {
  for (const [key, option] of Object.entries(table)) {
    if (option.positional) {
      command.argument(option.value ?? `<${key}>`, option.help);
      continue;
    }
    const flags = isSwitch(option) ? switchFlags(key, option) : [flag(shownFlag(key, option), option)];
    for (const each of flags) command.addOption(each);
  }
  return command;
}

/** A setting can be turned on and off, to override a config file; the help shows the flag that changes the default. */
function switchFlags(key: string, option: OptionSpec): Option[] {
  if (option.flagOnly) return [flag(flagName(key), option)];
  const [on, off] = [flagName(key), flagName(key).replace("--", "--no-")];
  // Commander takes a switch for on by default where it meets its "--no-" first.
  return [on, off].map((name) => flag(name, option).hideHelp(name !== shownFlag(key, option)));
}

function flag(flags: string, option: OptionSpec): Option {
  const shown = new Option(flags, describe(option)).helpGroup(`${option.group}:`);
  return takesNumber(option) ? shown.argParser(numberOrText) : shown;
}

function describe(option: OptionSpec): string {
  const fallback = shownDefault(option);
  const note =
    option.required !== undefined ? " (required)" : fallback !== undefined ? ` (default: ${fallback})` : "";
  return `${option.help}${note}`;
}

/** A number; other text stays text, so that the check of the settings can name it. */
function numberOrText(text: string): number | string {
  const value = Number(text);
  return text.trim() === "" || Number.isNaN(value) ? text : value;
}
