import { OutOfMemoryError } from "@cellgen/engine";
import { problemOf } from "@cellgen/pipelines/options";

/** Browser messages of a failed allocation outside of an engine. */
const outOfMemory = /out of memory|bad_alloc|allocation failed|allocate memory|memory access out of bounds/i;

/** Return the message of an error as one line. */
export function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof OutOfMemoryError || outOfMemory.test(message)) {
    return "Not enough memory for this model. Generate fewer images, or close other pages.";
  }
  const line = problemOf(error)
    .replace(/\s*\n\s*/g, " ")
    .trim();
  return line || "Unknown error. Reload the page.";
}
