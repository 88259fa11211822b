import { mkdtempSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { run } from "../../src/program.ts";
import { type TestIo, testIo } from "../testIo.ts";

/**
 * A temporary folder to run a command in, with the model that the test puts into its `model`.
 *
 * @param usual - Flags that the command is always given, before those of a call.
 */
export function commandFolder(command: string, ...usual: readonly string[]) {
  const folder = mkdtempSync(path.join(tmpdir(), `cellgen-${command}-`));
  afterAll(() => rm(folder, { recursive: true }));
  const at = (...names: string[]): string => path.join(folder, ...names);
  const cellgen = async (argv: readonly string[], io: TestIo = testIo()) => {
    const code = await run(argv, io);
    return { code, out: io.out(), err: io.err() };
  };
  const given = (out: string) => ["--model", at("model"), "--out", at(out), ...usual];
  return {
    folder,
    at,
    cellgen,
    /** Runs the command. Its results are in `at(out)`. */
    apply: (out: string, ...flags: string[]) => cellgen([command, ...given(out), ...flags]),
    /** What the command has recorded. */
    record: async (out: string) => JSON.parse(await readFile(at(out, `${command}.json`), "utf8")),
  };
}
