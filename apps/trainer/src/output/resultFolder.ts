import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { shownPath } from "../terminal/describe.ts";
import { UsageError } from "../terminal/usageError.ts";
import { version } from "../version.ts";
import { checkWritable } from "./checkWritable.ts";
import { refuseOtherFiles, removeFiles } from "./ownFiles.ts";
import { writeWhole } from "./writeFileAtomic.ts";

export interface ResultFolderOptions {
  /** The command, such as "inpaint". */
  readonly command: string;
  /** The name of its record. @default the command's, such as inpaint.json */
  readonly record?: string;
  readonly out: string;
  readonly force: boolean;
  /**
   * Files and folders that are read from, by their flags: results in one of them would be read as images the next time, and what lies among
   * earlier results would be removed with them.
   */
  readonly reads?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What a command leaves in --out: pictures, `report.html`, and a record from which the result can be repeated. */
export interface ResultFolder {
  /** Absolute. */
  readonly path: string;
  /**
   * Empties the folder of earlier results and writes a record that names the files to come, so that they can be told from others even if
   * the program is killed. From then on `write` may be called.
   *
   * @param files - All names that will be written, below the folder, with "/" between names.
   */
  begin(files: readonly string[]): Promise<void>;
  /** Writes a file whole or not at all, in subfolders that are made for it. */
  write(name: string, contents: Uint8Array | string): Promise<void>;
  /**
   * Writes the record with the files that are there.
   *
   * @param record - All settings, seeds and scores, as JSON.
   */
  finish(record: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Whether a place is a folder itself, or below it. */
function liesIn(folder: string, place: string): boolean {
  const below = path.relative(folder, place);
  return !path.isAbsolute(below) && below.split(path.sep)[0] !== "..";
}

const recordSchema = z.object({ files: z.array(z.string()) });

/**
 * Checks, before any work is done, that results can be written to a folder. Nothing is changed until `begin`.
 *
 * @throws UsageError if the folder cannot be written, holds files that are not the command's own, or results that --force should replace,
 *   lies in a folder that is read from, or holds what is read.
 */
export async function resultFolder(options: ResultFolderOptions): Promise<ResultFolder> {
  const { command, out, force, reads = {} } = options;
  const root = path.resolve(out);
  const recordName = options.record ?? `${command}.json`;
  for (const [flag, given] of Object.entries(reads)) {
    for (const place of typeof given === "string" ? [given] : (given ?? [])) {
      if (liesIn(path.resolve(place), root)) {
        throw new UsageError(
          `--out ${out} lies in ${flag} ${place}, and would be read as part of it the next time. Choose an --out beside it.`,
        );
      }
      if (liesIn(root, path.resolve(place))) {
        throw new UsageError(
          `${flag} ${place} lies in --out ${out}, where earlier results make room for new ones. Choose another --out.`,
        );
      }
    }
  }
  await checkWritable("--out", root);
  const earlier = await earlierFiles(path.join(root, recordName));
  const known = new Set([recordName, ...earlier]);
  await refuseOtherFiles(root, (name) => known.has(name), `results of cellgen ${command}`);
  if (earlier.length > 0 && !force) {
    throw new UsageError(
      `--out ${shownPath(root)} holds results of cellgen ${command} already. Choose another, or replace them with --force.`,
    );
  }
  const written: string[] = [];
  const writeRecord = (record: Readonly<Record<string, unknown>>): Promise<void> =>
    writeWhole(path.join(root, recordName), `${JSON.stringify(record, undefined, 2)}\n`);
  return {
    path: root,
    async begin(files) {
      await removeFiles(root, earlier, foldersOf(earlier));
      await writeRecord({ cellgen: version(), command, finished: false, files });
    },
    async write(name, contents) {
      await writeWhole(path.join(root, name), contents);
      written.push(name);
    },
    async finish(record) {
      await writeRecord({
        cellgen: version(),
        command,
        finished: true,
        ...record,
        files: [...written, recordName],
      });
    },
  };
}

/** The files that an earlier result's record names, the record among them; none if there is no record that can be read. */
async function earlierFiles(file: string): Promise<string[]> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return [];
  const result = recordSchema.safeParse(parsed(text));
  // A record is a file like others: one that names files outside of its folder is not believed.
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

function foldersOf(names: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const name of names) {
    for (let folder = path.posix.dirname(name); folder !== "."; folder = path.posix.dirname(folder))
      folders.add(folder);
  }
  return [...folders];
}
