/** `npm test`: sets up and runs every check. Goes on after a failure, so that one run shows all of them. */
import { ensureBuilt, ensureInstalled, pnpm } from "./setUp.mjs";
import { testCounts } from "./testCounts.mjs";
import { forgetReport, readReport, runVitest } from "./vitest.mjs";

const failures = [];

async function check(name, work) {
  const start = performance.now();
  const seconds = () => ((performance.now() - start) / 1000).toFixed(0);
  try {
    await work();
    console.log(`── ${name}: passed in ${seconds()} s`);
  } catch (error) {
    failures.push(name);
    console.log(`\n${error.message}\n── ${name}: FAILED after ${seconds()} s`);
  }
}

async function checkSources() {
  await check("biome", () => pnpm(["exec", "biome", "ci", "."]));
  await check("tsc", () => pnpm(["exec", "tsc", "--noEmit"]));
  await check("knip", () => pnpm(["exec", "knip"]));
}

await forgetReport("short");
try {
  await ensureInstalled();
} catch (error) {
  console.error(error.message);
  console.log(testCounts(undefined).join("\n"));
  process.exit(1);
}

// Packages are built one after the other where one needs another, which leaves a core to the checks that read sources only.
await Promise.all([check("build", ensureBuilt), checkSources()]);
await check("vitest", () => runVitest("short"));
await check("publint, attw", () =>
  pnpm(["exec", "turbo", "run", "publint", "attw", "--output-logs=errors-only"]),
);

console.log(failures.length === 0 ? "\nEvery check passed." : `\nFailed: ${failures.join(", ")}.`);
console.log(testCounts(await readReport("short")).join("\n"));
process.exit(failures.length === 0 ? 0 : 1);
