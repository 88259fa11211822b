/** An output stream of a command. */
interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Input and output of a command: the process, or arrays in tests. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Call back at SIGINT and SIGTERM. Returns a function that removes the listener. */
  onInterrupt(callback: () => void): () => void;
  /** End the program immediately. */
  exit(code: number): void;
}

/** Return the streams and signals of this process. */
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

/** Write a line to standard output. */
export function print(io: Io, line = ""): void {
  io.stdout.write(`${withoutControls(line)}\n`);
}

/** Write a line to standard error. */
export function warn(io: Io, line: string): void {
  io.stderr.write(`${withoutControls(line)}\n`);
}

/** Replace control characters except tabs and line breaks by question marks: file names and metadata may contain them. */
function withoutControls(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]/gu, "?");
}
