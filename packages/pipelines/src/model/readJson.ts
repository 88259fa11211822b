/**
 * Parse a JSON file; undefined if there is none.
 *
 * @param name - Name of the file in error messages.
 * @param bytes - Contents in UTF-8; undefined if there is no file.
 * @throws RangeError with the file name if it is not valid JSON.
 */
export function readJson(caller: string, name: string, bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    const reason = (cause as Error).message.replace(/\s+/g, " ");
    throw new RangeError(
      `${caller}: ${name} must be valid JSON: ${reason}. Correct the file, or copy it again.`,
      {
        cause,
      },
    );
  }
}
