/** Results as JSON, so that parts can be measured separately. */
import { execFileSync } from "node:child_process";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { arch, cpus, release, totalmem, type } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const bench = fileURLToPath(new URL(".", import.meta.url));
const docs = fileURLToPath(new URL("../docs", import.meta.url));

/** Files of results and page. Those of a quick run are separate, because its numbers are not measurements. */
export function filesOf(quick) {
  const folder = quick ? join(bench, "quick") : docs;
  const results = join(quick ? folder : bench, "results.json");
  return {
    results,
    page: join(folder, "measurements", "performance.md"),
    pictures: join(folder, "pictures"),
  };
}

/**
 * @returns The results by name of the part, with `date`, `machine`, `commit` and duration in `seconds`; undefined before the first
 * run.
 */
export async function readResults(quick) {
  const text = await readFile(filesOf(quick).results, "utf8").catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

/** Replace a part's last result. Results of another processor are deleted, because they are not comparable. */
export async function saveResult(name, result, quick) {
  const machine = describeMachine();
  const isComparable = ([, part]) =>
    part.machine.processor === machine.processor && part.machine.cores === machine.cores;
  const before = Object.fromEntries(Object.entries((await readResults(quick)) ?? {}).filter(isComparable));
  const date = new Date().toISOString().slice(0, 10);
  const parts = { ...before, [name]: { date, machine, commit: commit(), ...result } };
  const file = filesOf(quick).results;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(parts, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

/** "4f9eae4", "4f9eae4 with changes", or "unknown" outside of a clone. */
function commit() {
  const git = (...args) => execFileSync("git", args, { cwd: bench, encoding: "utf8", stdio: "pipe" }).trim();
  try {
    const changes = git("status", "--porcelain", "--", "../packages", ".", ":!results.json");
    return `${git("rev-parse", "--short", "HEAD")}${changes === "" ? "" : " with changes"}`;
  } catch {
    return "unknown";
  }
}

function describeMachine() {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()} ${arch()}`,
    node: process.versions.node,
  };
}
