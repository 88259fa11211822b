import { shellWord, shownPath } from "./describe.ts";

/** How the program was started, for the commands that it suggests. */
export function invocation(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  if (environment["npm_lifecycle_event"] === "start") return "npm start --";
  return environment["npm_command"] === "exec" ? "npx @cellgen/trainer" : "cellgen";
}

/** The command that resumes a run. */
export function resumeCommand(out: string): string {
  return `${invocation()} train --out ${shellWord(shownPath(out))} --resume`;
}
