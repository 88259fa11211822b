import { expect } from "vitest";

/** What `toThrow` expects of a RangeError, or a class that extends it, with a message. */
export function rangeError(message: string): unknown {
  return expect.toSatisfy(
    (error: unknown) => error instanceof RangeError && error.message === message,
    `a RangeError: ${message}`,
  );
}
