import { type Io, print } from "./io.ts";

/** npm forwards Ctrl-C to a program that the terminal has already notified: both count as one. */
const SAME_PRESS_MILLISECONDS = 700;

export interface Interrupts {
  /** Aborted at the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Stops listening. */
  stop(): void;
}

/** The first Ctrl-C aborts the signal, so that the work can stop in good order; the second ends the program at once. */
export function listenForInterrupts(io: Io, firstMessage: string, now: () => number = Date.now): Interrupts {
  const controller = new AbortController();
  let first: number | undefined;
  const stop = io.onInterrupt(() => {
    if (first === undefined) {
      first = now();
      print(io, `\n${firstMessage} (Ctrl-C again quits at once)`);
      controller.abort();
    } else if (now() - first > SAME_PRESS_MILLISECONDS) {
      io.exit(130);
    }
  });
  return { signal: controller.signal, stop };
}
