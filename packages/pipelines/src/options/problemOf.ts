/**
 * Return the message of an error without the name of the called function: "image must be gray, got color." for
 * "denoise: image must be gray, got color."
 *
 * Messages of these packages start with the function's name, which is meaningless to users of an application.
 */
export function problemOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^(?:[a-z]\w*: )+/, "");
}
