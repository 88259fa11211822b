import { mkdir } from "node:fs/promises";
import path from "node:path";
import { shownPath } from "../terminal/shownPath.ts";
import { UsageError } from "../terminal/usageError.ts";
import { version } from "../version.ts";
import { checkWritable } from "./checkWritable.ts";
import type { OutputRules } from "./outputRules.ts";
import { filesBelow, filesOfRecord, removeFiles } from "./ownFiles.ts";

export interface OutputFolderOptions extends OutputRules {
  readonly out: string;
  /** Whether to replace earlier results. */
  readonly force: boolean;
  /**
   * Input files and folders, by flag. Results in one of them would be read as images the next time, and an input among earlier results
   * would be removed with them.
   */
  readonly reads?: Readonly<Record<string, readonly string[]>>;
}

/** The output folder of a command. */
export interface OutputFolder {
  /** Absolute path. */
  readonly path: string;
  /** Name of the command, such as "inpaint". */
  readonly command: string;
  /**
   * Remove earlier results, and write a record that lists the files of the command, so that they are recognized even if the program is
   * killed.
   *
   * @param files - Names of all files to write, relative to the folder, separated by "/".
   */
  begin(files: readonly string[]): Promise<void>;
  /** Write a file atomically. Missing subfolders are created. */
  write(name: string, contents: Uint8Array | string): Promise<void>;
  /** Return the path at which to write a file or a folder in Zarr format by other means. It is listed in the record. */
  place(name: string): Promise<string>;
  /** Remove a name from the record, because nothing was written to its place. */
  drop(name: string): void;
  /** Write the record.
   *
   * @param record - All settings, seeds and scores, as JSON.
   */
  finish(record: Readonly<Record<string, unknown>>): Promise<void>;
  /** Write the record of work that was stopped without results. Does nothing before `begin`. */
  stop(settings: object): Promise<void>;
}

/**
 * Check that results can be written to a folder, before the work starts. Nothing is changed until `begin`.
 *
 * @throws UsageError if the folder is not writable, contains files that the command did not write, contains results and --force is not
 *   given, is in an input folder, or contains an input.
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
      `--out ${shownPath(root)} already contains ${contents} (${[...earlier][0]}). ${remedy}, or choose another --out.`,
    );
  }
  const written: string[] = [];
  const writeFile = async (name: string, contents: Uint8Array | string): Promise<void> => {
    // Decoders of images are slow to load: errors in the options are reported without them.
    const { writeFileAtomic } = await import("@cellgen/data/node");
    await writeFileAtomic(path.join(root, name), contents, { createFolder: true });
  };
  let hasBegun = false;
  const writeRecord = async (contents: Readonly<Record<string, unknown>>): Promise<void> => {
    if (record === undefined) return;
    const stamped = { cellgen: version(), command, ...contents };
    await writeFile(record, `${JSON.stringify(stamped, undefined, 2)}\n`);
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
      await writeFile(name, contents);
      written.push(name);
    },
    async place(name) {
      const place = path.join(root, name);
      await mkdir(path.dirname(place), { recursive: true });
      written.push(name);
      return place;
    },
    drop(name) {
      if (written.includes(name)) written.splice(written.indexOf(name), 1);
    },
    finish,
    async stop(settings) {
      if (hasBegun) await finish({ finished: false, settings });
    },
  };
}

/** Return the error of a folder with other files, among which the results would be lost. */
function otherFile(root: string, contents: string, name: string): UsageError {
  return new UsageError(
    `--out ${shownPath(root)} contains files other than ${contents} (${name}). Choose an empty or new folder.`,
  );
}

/** Check the inputs. @throws UsageError if the output folder is in an input folder, or an input is in the output folder. */
function refuseInputs(root: string, out: string, reads: Readonly<Record<string, readonly string[]>>): void {
  for (const [flag, places] of Object.entries(reads)) {
    for (const place of places) {
      if (liesIn(path.resolve(place), root)) {
        throw new UsageError(
          `--out ${out} is in ${flag} ${place}, so the results would be read as input the next time. Choose an --out outside of it.`,
        );
      }
      if (liesIn(root, path.resolve(place))) {
        throw new UsageError(
          `${flag} ${place} is in --out ${out}, whose earlier results are replaced. Choose another --out.`,
        );
      }
    }
  }
}

/** Return whether a path is a folder itself or below it. */
export function liesIn(folder: string, place: string): boolean {
  const below = path.relative(folder, place);
  return !path.isAbsolute(below) && below.split(path.sep)[0] !== "..";
}
