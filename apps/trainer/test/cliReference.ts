import { commands } from "../src/commands/commands.ts";
import { type OptionSpec, shownDefault, shownFlag } from "../src/options/optionTable.ts";
import type {
  CommandDefinition,
  CommandGroup,
  Example,
  HelpSection,
  Term,
} from "../src/runner/commandDefinition.ts";

/** docs/cli.md, made of the same tables as the commands' help. */
export function cliReference(): string {
  const chapters = commands.flatMap((command) => chaptersOf(command, "cellgen"));
  return [
    "<!-- Generated from the commands' option tables in apps/trainer/src/commands. Do not edit. -->",
    "",
    "# Command reference",
    "",
    "`cellgen COMMAND --help` prints the same in the terminal. `--verbose` after any command prints stack traces on errors.",
    "",
    ...commands.flatMap((command) => contents(command, "cellgen")),
    "",
    ...chapters,
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

function contents(command: CommandDefinition | CommandGroup, parent: string): string[] {
  const name = `${parent} ${command.name}`;
  if ("commands" in command) return command.commands.flatMap((each) => contents(each, name));
  return [`- [\`${name}\`](#${name.replaceAll(" ", "-")}): ${command.summary}`];
}

function chaptersOf(command: CommandDefinition | CommandGroup, parent: string): string[] {
  const name = `${parent} ${command.name}`;
  if ("commands" in command) return command.commands.flatMap((each) => chaptersOf(each, name));
  const { summary, options, examples = [], details = [] } = command;
  const groups = new Map<string, [string, OptionSpec][]>();
  for (const entry of Object.entries(options)) {
    const { group } = entry[1];
    groups.set(group, [...(groups.get(group) ?? []), entry]);
  }
  return [
    `## ${name}`,
    "",
    summary,
    "",
    ...exampleBlock(examples),
    ...[...groups].flatMap(([group, entries]) => [
      `### ${group}`,
      "",
      ...table(["Option", "Description", "Default"], entries.map(optionRow)),
      "",
    ]),
    ...details.flatMap(sectionLines),
  ];
}

function exampleBlock(examples: readonly Example[]): string[] {
  if (examples.length === 0) return [];
  const lines = examples.flatMap(({ comment, command }) => [
    ...(comment === undefined ? [] : [`# ${comment}`]),
    command,
  ]);
  return ["```sh", ...lines, "```", ""];
}

function optionRow([key, option]: [string, OptionSpec]): string[] {
  const fallback = shownDefault(option);
  return [
    `\`${shownFlag(key, option)}\``,
    option.help,
    option.required !== undefined ? "required" : fallback === undefined ? "" : fallback,
  ];
}

function sectionLines({ title, body }: HelpSection): string[] {
  return [
    `**${title}.** ${typeof body[0] === "string" ? body[0] : ""}`.trimEnd(),
    "",
    ...body
      .slice(typeof body[0] === "string" ? 1 : 0)
      .flatMap((part) => (typeof part === "string" ? [part, ""] : [...terms(part), ""])),
  ];
}

function terms(rows: readonly Term[]): string[] {
  return rows.map(([term, description]) => `- \`${term}\`: ${description}`);
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
