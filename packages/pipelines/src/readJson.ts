import { readFile } from "node:fs/promises";

/**
 * Reads a JSON file, or nothing if there is none.
 *
 * @throws RangeError naming the file if it is no JSON.
 */
export async function readJson(caller: string, file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = (cause as Error).message.replace(/\s+/g, " ");
    throw new RangeError(`${caller}: ${file} must be JSON: ${reason}. Correct the file, or copy it again.`, {
      cause,
    });
  }
}
