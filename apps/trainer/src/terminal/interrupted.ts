/** Error of work stopped by Ctrl-C. The message lists the files written and the command to resume. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}
