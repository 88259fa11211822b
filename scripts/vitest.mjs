/** Runs vitest and keeps its report for the counts that end a run. */
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { pnpm, root } from "./setUp.mjs";

const cache = join(root, "node_modules", ".cache");
const fileOf = (suite) => join(cache, `vitest-${suite}.json`);

/** Forgets the report of an earlier run of a suite, so that it is not taken for this one's. */
export async function forgetReport(suite) {
  await mkdir(cache, { recursive: true });
  await rm(fileOf(suite), { force: true });
}

/** Runs the suite `short` or `long`. Rejects if a test fails. */
export async function runVitest(suite) {
  if (suite === "long") process.env.CELLGEN_LONG = "1";
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${fileOf(suite)}`];
  await pnpm(["exec", "vitest", "run", ...reporters], { show: true });
}

/** Vitest's report of the last run of a suite, undefined if it left none. */
export function readReport(suite) {
  return readFile(fileOf(suite), "utf8").then(JSON.parse, () => undefined);
}
