/** Something is wrong with what was typed or configured: the program ends with exit code 2, where other failures give 1. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}
