import { readFile } from "node:fs/promises";
import { UsageError } from "../terminal/usageError.ts";
import type { SettingsSource } from "./resolveSettings.ts";

/**
 * Read a config file: one JSON object whose keys are the names of the flags in camelCase.
 *
 * @throws UsageError if there is no such file, or it is not a JSON object.
 */
export async function readConfig(path: string): Promise<SettingsSource> {
  let text: string;
  try {
    // Editors on Windows may add a byte order mark.
    text = (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    const reason = missing ? "there is no such file" : (cause as Error).message;
    throw new UsageError(`config ${path}: ${reason}. Give a JSON file with the settings of cellgen train.`, {
      cause,
    });
  }
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch (cause) {
    const reason = (cause as Error).message.replace(/\s+/g, " ");
    throw new UsageError(`config ${path} is not JSON: ${reason}. Correct the file.`, { cause });
  }
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    throw new UsageError(`config ${path} must be one JSON object like {"steps": 1000}. Correct the file.`);
  }
  return { values: { ...values }, nameOf: (key) => `config ${path}: ${key}` };
}
