import { CommanderError } from "commander";
import { shownPath } from "./describe.ts";
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
  // The help has been printed already, because a command's subcommand is missing.
  if (error instanceof CommanderError && error.code === "commander.help") return 2;
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
  const message = systemMessage(error) ?? (error instanceof Error ? error.message : String(error));
  const line = message
    .replace(/^error: /, "")
    // Libraries begin with the function's name, which the command line's user has not called.
    .replace(/^(?:(?:[a-z]+[A-Z]\w*|batch|compile|generate|run|unet): )+/, "")
    .replace(/\s*\n\s*/g, " ")
    .trim();
  if (!(error instanceof CommanderError))
    return line || "something failed without saying why. Try --verbose.";
  const sentence = /[.?)!]$/.test(line) ? line : `${line}.`;
  return `${sentence} cellgen COMMAND --help explains a command.`;
}

/** What an error of the system's means for the file that it is about. */
function systemMessage(error: unknown): string | undefined {
  const { code, path: file } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  const meaning = code === undefined ? undefined : meanings[code];
  if (!meaning || !file) return undefined;
  // Files are written beside their place under a temporary name.
  return `${shownPath(file.replace(/\.[\d-]{6,}$/, ""))}: ${meaning}`;
}

const meanings: Readonly<Record<string, string>> = {
  EACCES: "no permission. Choose another place, or change its permissions.",
  EPERM: "no permission. Choose another place, or change its permissions.",
  EROFS: "the disk can only be read. Choose another place.",
  ENOSPC: "the disk is full. Make room, or choose another place.",
  ENOENT: "there is no such file or folder. Check the name.",
  ENOTDIR: "a file stands where a folder is meant. Check the name.",
  EEXIST: "a file of that name is in the way. Choose another name.",
  EISDIR: "a folder stands where a file is meant. Check the name.",
};
