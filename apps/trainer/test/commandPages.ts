import { commands } from "../src/commands/commands.ts";
import { type OptionSpec, shownDefault, shownFlag } from "../src/options/optionTable.ts";
import type { CommandDefinition, CommandGroup, HelpPart } from "../src/runner/commandDefinition.ts";

const generated =
  "<!-- Generated from the commands' option tables in apps/trainer/src/commands. Do not edit. -->";

/** The pages of docs/commands by file name: one per command and an index, from the tables behind the commands' help. */
export function commandPages(): ReadonlyMap<string, string> {
  const all = commands.flatMap((command) => named(command, "cellgen"));
  return new Map([
    ["index.md", indexPage(all)],
    ...all.map((command) => [`${pageOf(command)}.md`, commandPage(command)] as const),
  ]);
}

interface NamedCommand {
  /** With its parents, as "cellgen data inspect". */
  readonly name: string;
  readonly definition: CommandDefinition;
}

function named(command: CommandDefinition | CommandGroup, parent: string): NamedCommand[] {
  const name = `${parent} ${command.name}`;
  return "commands" in command
    ? command.commands.flatMap((each) => named(each, name))
    : [{ name, definition: command }];
}

const pageOf = ({ name }: NamedCommand): string => name.replace("cellgen ", "").replaceAll(" ", "-");

function indexPage(all: readonly NamedCommand[]): string {
  return lines([
    generated,
    "",
    "# Commands",
    "",
    "`cellgen COMMAND --help` prints the same in the terminal. Run it as `npx @cellgen/trainer COMMAND`, or as `npm start -- COMMAND` in a clone.",
    "`--verbose` after any command prints stack traces on errors.",
    "",
    ...table(
      ["Command", "Purpose"],
      all.map((command) => [`[\`${command.name}\`](${pageOf(command)}.md)`, command.definition.summary]),
    ),
  ]);
}

function commandPage({ name, definition }: NamedCommand): string {
  const { summary, options, examples = [], details = {} } = definition;
  const groups = new Map<string, [string, OptionSpec][]>();
  for (const entry of Object.entries(options)) {
    const { group } = entry[1];
    groups.set(group, [...(groups.get(group) ?? []), entry]);
  }
  return lines([
    generated,
    "",
    `# ${name}`,
    "",
    summary,
    "",
    ...(examples.length > 0 ? ["```sh", ...examples, "```", ""] : []),
    ...[...groups].flatMap(([group, entries]) => [
      `## ${group}`,
      "",
      ...table(["Option", "Description", "Default"], entries.map(optionRow)),
      "",
    ]),
    ...Object.entries(details).flatMap(([title, body]) => sectionLines(title, [body].flat())),
  ]);
}

const lines = (text: readonly string[]): string => `${text.join("\n").trimEnd()}\n`;

function optionRow([key, option]: [string, OptionSpec]): string[] {
  const fallback = shownDefault(option);
  return [
    `\`${shownFlag(key, option)}\``,
    option.help,
    option.required !== undefined ? "**required**" : fallback === undefined ? "" : fallback,
  ];
}

function sectionLines(title: string, body: readonly HelpPart[]): string[] {
  return [
    `## ${title}`,
    "",
    ...body.flatMap((part) => (typeof part === "string" ? [part, ""] : [...terms(part), ""])),
  ];
}

function terms(rows: Readonly<Record<string, string>>): string[] {
  return Object.entries(rows).map(([term, description]) => `- \`${term}\`: ${description}`);
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column]!.length)));
  const line = (cells: readonly string[], filler = " "): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!, filler)).join(" | ")} |`;
  return [
    line(header),
    line(
      header.map(() => ""),
      "-",
    ),
    ...rows.map((row) => line(row)),
  ];
}
