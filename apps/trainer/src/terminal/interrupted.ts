/** Ctrl-C ended the work. What could be kept is kept; the message says how to go on. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}
