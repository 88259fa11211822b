/**
 * The message of an error without the functions that were called: "image must be grey, got colour." of
 * "denoise: image must be grey, got colour."
 *
 * Messages of these packages begin with the function's name, for those who call it. Users of a program know no functions.
 */
export function problemOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^(?:[a-z]\w*: )+/, "");
}
