/**
 * The contents of a JSON file, or nothing if there is none.
 *
 * @param name - What messages call the file.
 * @param bytes - In UTF-8; undefined if there is no file.
 * @throws RangeError naming the file if it is no JSON.
 */
export function readJson(caller: string, name: string, bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    const reason = (cause as Error).message.replace(/\s+/g, " ");
    throw new RangeError(`${caller}: ${name} must be JSON: ${reason}. Correct the file, or copy it again.`, {
      cause,
    });
  }
}
