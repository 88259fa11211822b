/** What a command writes to. */
interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The world outside of a command: the program's own process, or a test's arrays. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Calls back at Ctrl-C and when the system asks the program to end. The result stops that. */
  onInterrupt(callback: () => void): () => void;
  /** Ends the program at once. */
  exit(code: number): void;
}

/** The process that this runs in. */
export function processIo(): Io {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    onInterrupt(callback) {
      process.on("SIGINT", callback);
      process.on("SIGTERM", callback);
      return () => {
        process.off("SIGINT", callback);
        process.off("SIGTERM", callback);
      };
    },
    exit: (code) => process.exit(code),
  };
}

/** Writes a line to the standard output. */
export function print(io: Io, line = ""): void {
  io.stdout.write(`${line}\n`);
}

/** Writes a line to the standard error output. */
export function warn(io: Io, line: string): void {
  io.stderr.write(`${line}\n`);
}
