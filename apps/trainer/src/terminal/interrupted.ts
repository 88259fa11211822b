/** Ctrl-C ended the work. The message states what was written and how to resume. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}
