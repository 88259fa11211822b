import { Help } from "commander";
import type { CommandDefinition, Example, HelpSection, Term } from "./commandDefinition.ts";

const INDENT = "  ";

/** The examples and details of a command, as they follow its options in the help. */
export function helpText({ examples = [], details = [] }: CommandDefinition, helpWidth: number): string {
  const help = new Help();
  help.prepareContext({ helpWidth });
  return [
    ...(examples.length > 0 ? ["", "Examples:", ...examples.flatMap(exampleLines)] : []),
    ...details.flatMap((section) => ["", sectionText(section, help)]),
  ].join("\n");
}

function exampleLines({ comment, command }: Example): string[] {
  const lines = command.split("\n");
  return [...(comment === undefined ? [] : [`# ${comment}`]), ...lines].map((line) => `${INDENT}${line}`);
}

function sectionText({ title, body }: HelpSection, help: Help): string {
  const parts = body.map((part) => {
    if (typeof part !== "string") return termList(part, help);
    const wrapped = help.boxWrap(part, help.helpWidth! - INDENT.length);
    return wrapped.replace(/^/gm, INDENT);
  });
  return `${title}:\n${parts.join("\n\n")}`;
}

function termList(terms: readonly Term[], help: Help): string {
  const width = Math.max(...terms.map(([term]) => term.length));
  return terms.map(([term, description]) => help.formatItem(term, width, description, help)).join("\n");
}
