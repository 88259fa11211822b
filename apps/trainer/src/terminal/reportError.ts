import { CommanderError } from "commander";
import { Interrupted } from "./interrupted.ts";
import { UsageError } from "./usageError.ts";

/**
 * Says in one line what went wrong.
 *
 * @returns The exit code that goes with it.
 */
export function reportError(
  error: unknown,
  { verbose, warn }: { readonly verbose: boolean; readonly warn: (line: string) => void },
): number {
  if (error instanceof Interrupted) {
    if (error.message) warn(error.message);
    return 130;
  }
  const usage = error instanceof UsageError || error instanceof CommanderError;
  warn(`cellgen: ${oneLine(error)}`);
  if (verbose && error instanceof Error) {
    warn(error.stack ?? "");
    for (let cause = error.cause; cause instanceof Error; cause = cause.cause)
      warn(`because: ${cause.stack}`);
  }
  return usage ? 2 : 1;
}

function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message
    .replace(/^error: /, "")
    .replace(/\s*\n\s*/g, " ")
    .trim();
  if (!(error instanceof CommanderError))
    return line || "something failed without saying why. Try --verbose.";
  const sentence = /[.?)!]$/.test(line) ? line : `${line}.`;
  return `${sentence} cellgen COMMAND --help explains a command.`;
}
