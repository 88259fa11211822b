import { OutOfMemoryError } from "@cellgen/engine";
import { problemOf } from "@cellgen/pipelines/options";

/** Messages of the browser when an allocation outside of an engine fails. */
const outOfMemory = /out of memory|bad_alloc|allocation failed|allocate memory|memory access out of bounds/i;

/** The message of an error, in one line. */
export function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof OutOfMemoryError || outOfMemory.test(message)) {
    return "There is not enough memory for this model here. Generate fewer images, or close other pages.";
  }
  const line = problemOf(error)
    .replace(/\s*\n\s*/g, " ")
    .trim();
  return line || "Unknown error. Reload the page.";
}
