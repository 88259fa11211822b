import { type Io, print } from "./io.ts";

/** npm forwards Ctrl-C to a program that has already received it from the terminal: count both as one. */
const SAME_PRESS_MILLISECONDS = 700;

export interface Interrupts {
  /** Aborted at the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Stop listening. */
  stop(): void;
}

/** Listen for Ctrl-C. The first aborts the signal, so that the work can stop cleanly; the second ends the program immediately. */
export function listenForInterrupts(io: Io, firstMessage: string, now: () => number = Date.now): Interrupts {
  const controller = new AbortController();
  let first: number | undefined;
  const stop = io.onInterrupt(() => {
    if (first === undefined) {
      first = now();
      print(io, `\n${firstMessage} (press Ctrl-C again to quit immediately)`);
      controller.abort();
    } else if (now() - first > SAME_PRESS_MILLISECONDS) {
      io.exit(130);
    }
  });
  return { signal: controller.signal, stop };
}
