import path from "node:path";
import { openRegularFile } from "../../openRegularFile.ts";
import { readDirectories } from "../file/readDirectories.ts";
import { TAG } from "../file/tags.ts";
import { TiffFile } from "../file/tiffFile.ts";
import { type OmeMetadata, parseOmeXml } from "./omeXml.ts";

/** Maximum bytes of a metadata file. */
const MAX_BYTES = 2 ** 26;

/**
 * Read the metadata of a file of a set that are stored in another file of its folder: a `.companion.ome` file, or a TIFF of the set.
 *
 * @param file - Absolute path of the file of the set.
 * @param name - Name of the file with the metadata; undefined if the file of the set does not state it.
 * @throws Error with the reason if that file cannot be used. Paths to other folders are not followed.
 */
export async function readOmeCompanion(file: string, name: string | undefined): Promise<OmeMetadata> {
  if (name === undefined) throw new Error("it lies in another file, which is not named");
  const where = `it lies in the file ${name}`;
  if (path.posix.basename(name) !== name || path.win32.basename(name) !== name || name.includes("\0")) {
    throw new Error(where);
  }
  const companion = path.join(path.dirname(file), name);
  let metadata: OmeMetadata;
  try {
    metadata = parseOmeXml(await xmlOf(companion));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const reason = isMissing ? "which is not in the folder" : `which cannot be used: ${messageOf(error)}`;
    throw new Error(`${where}, ${reason}`, { cause: error });
  }
  if (metadata.isElsewhere) throw new Error(`${where}, which has none`);
  return metadata;
}

async function xmlOf(file: string): Promise<string> {
  const handle = await openRegularFile(file);
  try {
    const { size } = await handle.stat();
    const signature = Buffer.alloc(2);
    await handle.read(signature, 0, 2, 0);
    if (/^(II|MM)$/.test(signature.toString("latin1"))) return await descriptionOf(file);
    if (size > MAX_BYTES) throw new Error(`it has ${size} bytes`);
    return await handle.readFile("utf8");
  } finally {
    await handle.close();
  }
}

async function descriptionOf(file: string): Promise<string> {
  const tiff = await TiffFile.open(file);
  try {
    const [first] = await readDirectories(tiff);
    return (await first!.text(TAG.imageDescription, MAX_BYTES)) ?? "";
  } finally {
    await tiff.close();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
