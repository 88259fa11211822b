import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const recordSchema = z.object({ files: z.array(z.string()) });

/** The files that a result's record lists, the record among them; none if there is no record that can be read. */
export async function filesOfRecord(file: string): Promise<string[]> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return [];
  const result = recordSchema.safeParse(parsed(text));
  // A record may have been edited: names outside of its folder are ignored.
  const inside = (name: string): boolean => !path.isAbsolute(name) && !name.split(/[\\/]/).includes("..");
  return result.success ? [...new Set([...result.data.files.filter(inside), path.basename(file)])] : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
