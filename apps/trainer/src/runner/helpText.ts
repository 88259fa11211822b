import { Help } from "commander";
import type { CommandDefinition, HelpPart } from "./commandDefinition.ts";

const INDENT = "  ";

/** Format the examples and details of a command, which follow the options in the help. */
export function helpText({ examples = [], details = {} }: CommandDefinition, helpWidth: number): string {
  const help = new Help();
  help.prepareContext({ helpWidth });
  const sections = Object.entries(details).map(([title, body]) => {
    const parts = [body].flat().map((part) => partText(part, help));
    return `\n${title}:\n${parts.join("\n\n")}`;
  });
  const lines = examples.length > 0 ? ["", "Examples:", ...examples.map((line) => `${INDENT}${line}`)] : [];
  return [...lines, ...sections].join("\n");
}

function partText(part: HelpPart, help: Help): string {
  if (typeof part === "string")
    return help.boxWrap(part, help.helpWidth! - INDENT.length).replace(/^/gm, INDENT);
  const width = Math.max(...Object.keys(part).map((term) => term.length));
  const items = Object.entries(part);
  return items.map(([term, description]) => help.formatItem(term, width, description, help)).join("\n");
}
