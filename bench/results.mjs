/** What was measured, kept as JSON so that a part can be measured again alone. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { arch, cpus, release, totalmem, type } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const bench = fileURLToPath(new URL(".", import.meta.url));
const docs = fileURLToPath(new URL("../docs", import.meta.url));

/** Where results and page are written: a quick run's numbers are no measurement, and stay apart. */
export function filesOf(quick) {
  const folder = quick ? join(bench, "quick") : docs;
  const results = join(quick ? folder : bench, "results.json");
  return { results, page: join(folder, "performance.md"), pictures: join(folder, "pictures") };
}

/** @returns `{ machine, parts }`: what each part measured, by its name; undefined before the first. */
export async function readResults(quick) {
  const text = await readFile(filesOf(quick).results, "utf8").catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

/** Keeps a part's result in place of its last one. Results of another machine are dropped: they are not to be compared. */
export async function saveResult(name, result, quick) {
  const before = await readResults(quick);
  const machine = describeMachine();
  const same = before?.machine.processor === machine.processor && before.machine.cores === machine.cores;
  const parts = { ...(same && before.parts), [name]: result };
  const file = filesOf(quick).results;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify({ machine, parts }, null, 2)}\n`);
  await rename(`${file}.new`, file);
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
