import path from "node:path";
import { shownPath } from "../terminal/describe.ts";
import { UsageError } from "../terminal/usageError.ts";
import { version } from "../version.ts";
import { checkWritable } from "./checkWritable.ts";
import type { OutputRules } from "./outputRules.ts";
import { filesBelow, filesOfRecord, removeFiles } from "./ownFiles.ts";
import { writeFileAtomic } from "./writeFileAtomic.ts";

export interface OutputFolderOptions extends OutputRules {
  readonly out: string;
  /** Whether earlier results may be replaced. */
  readonly force: boolean;
  /**
   * Files and folders that are read, by their flags. Results in one of them would be read as images the next time; one of them among
   * earlier results would be removed with these.
   */
  readonly reads?: Readonly<Record<string, readonly string[]>>;
}

/** The folder that `--out` names, ready for a command's results. */
export interface OutputFolder {
  /** Absolute. */
  readonly path: string;
  /** The command that writes to it, such as "inpaint". */
  readonly command: string;
  /**
   * Removes earlier results. A record that lists the command's files is written at once, so that they can be distinguished from others
   * even if the program is killed.
   *
   * @param files - All names that will be written, below the folder, with "/" between names.
   */
  begin(files: readonly string[]): Promise<void>;
  /** Writes a file atomically; missing subfolders are made. */
  write(name: string, contents: Uint8Array | string): Promise<void>;
  /**
   * Writes the record.
   *
   * @param record - All settings, seeds and scores, as JSON.
   */
  finish(record: Readonly<Record<string, unknown>>): Promise<void>;
  /** Writes the record of work that was stopped without results. Before `begin` it leaves earlier results as they are. */
  stop(settings: object): Promise<void>;
}

/**
 * Checks, before any work is done, that results can be written to a folder. Nothing is changed until `begin`.
 *
 * @throws UsageError if the folder cannot be written, holds files that are not the command's own, or results that --force should replace,
 *   lies in a folder that is read, or holds what is read.
 */
export async function openOutputFolder(options: OutputFolderOptions): Promise<OutputFolder> {
  const { command, contents, record, own, out, force, reads = {} } = options;
  const root = path.resolve(out);
  refuseInputs(root, options.out, reads);
  await checkWritable("--out", root);
  const earlier = new Set(
    typeof own === "function" ? await own(root) : own ? [] : await filesOfRecord(path.join(root, record!)),
  );
  if (!options.amongOthers) {
    for await (const name of filesBelow(root)) {
      if (earlier.has(name)) continue;
      if (!(own instanceof RegExp && own.test(name))) throw otherFile(root, contents, name);
      earlier.add(name);
    }
  }
  if (earlier.size > 0 && !force) {
    const { remedy = "Replace them with --force" } = options;
    throw new UsageError(
      `--out ${shownPath(root)} holds ${contents} already (${[...earlier][0]}). ${remedy}, or choose another --out.`,
    );
  }
  const written: string[] = [];
  let hasBegun = false;
  const writeRecord = async (contents: Readonly<Record<string, unknown>>): Promise<void> => {
    if (record === undefined) return;
    const stamped = { cellgen: version(), command, ...contents };
    await writeFileAtomic(path.join(root, record), `${JSON.stringify(stamped, undefined, 2)}\n`);
  };
  const finish: OutputFolder["finish"] = (contents) =>
    writeRecord({ finished: true, ...contents, ...(own ? {} : { files: [...written, record] }) });
  return {
    path: root,
    command,
    async begin(files) {
      hasBegun = true;
      await removeFiles(root, [...earlier]);
      if (!own) await writeRecord({ finished: false, files });
    },
    async write(name, contents) {
      await writeFileAtomic(path.join(root, name), contents);
      written.push(name);
    },
    finish,
    async stop(settings) {
      if (hasBegun) await finish({ finished: false, settings });
    },
  };
}

/** Results would be lost among other files. */
function otherFile(root: string, contents: string, name: string): UsageError {
  return new UsageError(
    `--out ${shownPath(root)} holds other files than ${contents} (${name}). Choose an empty or a new folder.`,
  );
}

/** @throws UsageError if the folder lies in what is read, or the other way round. */
function refuseInputs(root: string, out: string, reads: Readonly<Record<string, readonly string[]>>): void {
  for (const [flag, places] of Object.entries(reads)) {
    for (const place of places) {
      if (liesIn(path.resolve(place), root)) {
        throw new UsageError(
          `--out ${out} lies in ${flag} ${place}, so the results would be read as input the next time. Choose an --out outside of it.`,
        );
      }
      if (liesIn(root, path.resolve(place))) {
        throw new UsageError(
          `${flag} ${place} lies in --out ${out}, whose earlier results are replaced. Choose another --out.`,
        );
      }
    }
  }
}

/** Whether a place is a folder itself, or below it. */
export function liesIn(folder: string, place: string): boolean {
  const below = path.relative(folder, place);
  return !path.isAbsolute(below) && below.split(path.sep)[0] !== "..";
}
