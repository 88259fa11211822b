import type { Io } from "../src/terminal/io.ts";

export interface TestIo extends Io {
  out(): string;
  err(): string;
  /** As if Ctrl-C were pressed. */
  interrupt(): void;
  readonly exits: number[];
}

/** A world of strings to run commands in. */
export function testIo(): TestIo {
  let out = "";
  let err = "";
  const listeners = new Set<() => void>();
  const exits: number[] = [];
  return {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    onInterrupt(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    exit: (code) => void exits.push(code),
    out: () => out,
    err: () => err,
    interrupt: () => {
      for (const listener of listeners) listener();
    },
    exits,
  };
}
