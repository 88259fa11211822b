import { shellWord } from "@cellgen/data/text";
import { flagName } from "../options/optionTable.ts";
import { shownPath } from "./shownPath.ts";

/**
 * Return a command line, such as "npx @cellgen/trainer sample --model runs/a --out a".
 *
 * @param command - Name of the command, such as "sample".
 * @param settings - Settings by key; undefined ones are omitted.
 */
export function commandLine(command: string, settings: Readonly<Record<string, unknown>>): string {
  const words = Object.entries(settings).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (value === false) return [flagName(key).replace("--", "--no-")];
    return value === true ? [flagName(key)] : [flagName(key), shellWord(String(value))];
  });
  return [invocation(), command, ...words].join(" ");
}

/** Return the command that resumes a run. */
export function resumeCommand(out: string): string {
  return commandLine("train", { out: shownPath(out), resume: true });
}

/** Return the command with which the program was started. */
function invocation(): string {
  if (process.env["npm_lifecycle_event"] === "start") return "npm start --";
  return process.env["npm_command"] === "exec" ? "npx @cellgen/trainer" : "cellgen";
}
