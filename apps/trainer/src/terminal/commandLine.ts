import { flagName } from "../options/optionTable.ts";
import { shellWord, shownPath } from "./describe.ts";

/**
 * A command line to type, such as "npx @cellgen/trainer sample --model runs/a --out a".
 *
 * @param command - Such as "sample".
 * @param settings - By the names of the options; undefined ones are left out.
 */
export function commandLine(command: string, settings: Readonly<Record<string, unknown>>): string {
  const words = Object.entries(settings).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (value === false) return [flagName(key).replace("--", "--no-")];
    return value === true ? [flagName(key)] : [flagName(key), shellWord(String(value))];
  });
  return [invocation(), command, ...words].join(" ");
}

/** The command that resumes a run. */
export function resumeCommand(out: string): string {
  return commandLine("train", { out: shownPath(out), resume: true });
}

/** How the program was started. */
function invocation(): string {
  if (process.env["npm_lifecycle_event"] === "start") return "npm start --";
  return process.env["npm_command"] === "exec" ? "npx @cellgen/trainer" : "cellgen";
}
