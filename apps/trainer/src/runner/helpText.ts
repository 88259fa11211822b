import { wrap } from "../terminal/wrap.ts";
import type { CommandDefinition, Example, HelpSection, Term } from "./commandDefinition.ts";

/** The examples and details of a command, as they follow its options in the help. */
export function helpText({ examples = [], details = [] }: CommandDefinition, width: number): string {
  return [
    ...(examples.length > 0 ? ["", "Examples:", ...examples.flatMap(exampleLines)] : []),
    ...details.flatMap((section) => ["", ...sectionLines(section, width)]),
  ].join("\n");
}

function exampleLines({ comment, command }: Example): string[] {
  return [
    ...(comment === undefined ? [] : [`  # ${comment}`]),
    ...command.split("\n").map((line) => `  ${line}`),
  ];
}

function sectionLines({ title, body }: HelpSection, width: number): string[] {
  const parts = body.map((part) =>
    typeof part === "string" ? indented(part, width) : termLines(part, width),
  );
  return [`${title}:`, ...parts.flatMap((lines, place) => (place === 0 ? lines : ["", ...lines]))];
}

function indented(text: string, width: number): string[] {
  return wrap(text, width - 2).map((line) => `  ${line}`);
}

function termLines(terms: readonly Term[], width: number): string[] {
  const column = Math.max(...terms.map(([term]) => term.length)) + 2;
  return terms.flatMap(([term, description]) =>
    wrap(description, width - column - 2).map(
      (line, place) => `  ${(place === 0 ? term : "").padEnd(column)}${line}`,
    ),
  );
}
