import { OutOfMemoryError } from "@cellgen/engine";

/** Messages of the browser when an allocation outside of an engine fails. */
const outOfMemory = /out of memory|bad_alloc|allocation failed|allocate memory|memory access out of bounds/i;

/** What went wrong, in one line for the one who uses the page. */
export function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof OutOfMemoryError || outOfMemory.test(message)) {
    return "There is not enough memory for this model here. Draw fewer images, or close other pages.";
  }
  const line = message
    // Libraries begin with the function's name.
    .replace(/^(?:(?:[a-z]+[A-Z]\w*|compile|generate|unet): )+/, "")
    .replace(/\s*\n\s*/g, " ")
    .trim();
  return line || "Something failed without saying why. Load the page again.";
}
