import path from "node:path";
import { systemFault } from "./imageFaults.ts";
import { type ImageFault, UnreadableImageError } from "./unreadableImageError.ts";

/** Fault found in a file's content by code that does not know the file's path. */
export class FaultError extends Error implements ImageFault {
  override readonly name = "FaultError";
  readonly reason: string;
  readonly remedy: string;

  constructor(reason: string, remedy: string, options?: ErrorOptions) {
    super(`${reason}. ${remedy}`, options);
    this.reason = reason;
    this.remedy = remedy;
  }
}

export const COPY_AGAIN = "Copy it again from its source.";

/** Return the fault of a damaged file. */
export function damaged(details: string, options?: ErrorOptions): FaultError {
  return new FaultError(`damaged (${details})`, COPY_AGAIN, options);
}

/**
 * Run a reader of a file.
 *
 * @throws UnreadableImageError with the file's absolute path if the reader throws; the original error is its cause.
 */
export async function readingFile<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UnreadableImageError) throw error;
    throw new UnreadableImageError(path.resolve(file), faultOf(error), { cause: error });
  }
}

function faultOf(error: unknown): ImageFault {
  if (error instanceof FaultError) return { reason: error.reason, remedy: error.remedy };
  if (typeof (error as NodeJS.ErrnoException | undefined)?.syscall === "string") return systemFault(error);
  const message = error instanceof Error ? error.message : String(error);
  return { reason: `damaged (${message.replace(/\s+/g, " ").trim()})`, remedy: COPY_AGAIN };
}
