/** Error of the command line or the configuration. The exit code is 2; other failures give 1. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}
