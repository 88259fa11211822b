import { OptionError, problemOf } from "@cellgen/pipelines/options";
import { CommanderError } from "commander";
import { flagName } from "../options/optionTable.ts";
import { Interrupted } from "./interrupted.ts";
import { shownPath } from "./shownPath.ts";
import { UsageError } from "./usageError.ts";

/** Exit codes of the command line, besides 0. */
const FAILURE = 1;
const WRONG_USAGE = 2;
const INTERRUPTED = 130;

export interface ReportErrorOptions {
  /** Command, such as "cellgen data inspect". Usage errors refer to its help. */
  readonly command: string;
  /** Whether to print stack traces. */
  readonly verbose: boolean;
  readonly warn: (line: string) => void;
}

/**
 * Print an error as one line.
 *
 * @returns The exit code for the error.
 */
export function reportError(error: unknown, { command, verbose, warn }: ReportErrorOptions): number {
  if (error instanceof Interrupted) {
    if (error.message) warn(error.message);
    return INTERRUPTED;
  }
  // The subcommand is missing, and commander has already printed the help.
  if (error instanceof CommanderError && error.code === "commander.help") return WRONG_USAGE;
  warn(
    `cellgen: ${describeError(error, command)
      .replace(/\s*\n\s*/g, " ")
      .trim()}`,
  );
  if (verbose && error instanceof Error) {
    warn(error.stack ?? "");
    for (let cause = error.cause; cause instanceof Error; cause = cause.cause)
      warn(`caused by: ${cause.stack}`);
  }
  return isWrongUsage(error) ? WRONG_USAGE : FAILURE;
}

function isWrongUsage(error: unknown): boolean {
  return error instanceof UsageError || error instanceof OptionError || error instanceof CommanderError;
}

function describeError(error: unknown, command: string): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UsageError) return error.message;
  if (error instanceof OptionError)
    return `${flags[error.option] ?? flagName(error.option)} ${error.problem}`;
  if (error instanceof CommanderError) return commandLineError(error, command);
  return systemError(error) ?? remedies[error.name] ?? (problemOf(error) || "unknown error. Try --verbose.");
}

/** Flags whose names differ from the options of the packages. */
const flags: Readonly<Record<string, string>> = { guidanceScale: "--guidance", batchSize: "--batch" };

/** Return commander's message without its "error: ", with a reference to the help. */
function commandLineError({ message }: CommanderError, command: string): string {
  const line = message.replace(/^error: /, "");
  return `${/[.?)!]$/.test(line) ? line : `${line}.`} See ${command} --help.`;
}

/** Messages that name the flags to change, by error class. The classes are given by name, because importing them is slow. */
const remedies: Readonly<Record<string, string>> = {
  OutOfMemoryError:
    "the network needs more memory than is available. Use a smaller --batch, or train with a smaller --size or --preset.",
};

/** Describe a system error, with the file that it concerns. */
function systemError(error: Error): string | undefined {
  const { code, path: file } = error as NodeJS.ErrnoException;
  const meaning = code === undefined ? undefined : meanings[code];
  if (!meaning || !file) return undefined;
  // Files are written under a temporary name first.
  return `${shownPath(file.replace(/\.[\d-]{6,}$/, ""))}: ${meaning}`;
}

const meanings: Readonly<Record<string, string>> = {
  EACCES: "no permission. Choose another place, or change its permissions.",
  EPERM: "no permission. Choose another place, or change its permissions.",
  EROFS: "the disk is read-only. Choose another place.",
  ENOSPC: "the disk is full. Free some space, or choose another place.",
  ENOENT: "there is no such file or folder. Check the name.",
  ENOTDIR: "part of the path is a file, not a folder. Check the name.",
  EEXIST: "a file of that name already exists. Choose another name.",
  EISDIR: "this is a folder, not a file. Check the name.",
};
