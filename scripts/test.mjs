/** `npm test`: sets up and runs every check. Goes on after a failure, so that one run shows all of them. */
import { ensureBuilt, ensureInstalled, pnpm } from "./setUp.mjs";
import { testCounts } from "./testCounts.mjs";
import { forgetReport, readReport, runVitest } from "./vitest.mjs";

const failures = [];

async function check(name, work) {
  const start = performance.now();
  console.log(`\n── ${name}`);
  try {
    await work();
    console.log(`   ${name}: passed in ${((performance.now() - start) / 1000).toFixed(0)} s`);
  } catch (error) {
    failures.push(name);
    console.log(error.message);
    console.log(`   ${name}: FAILED`);
  }
}

await forgetReport("short");
try {
  await ensureInstalled();
} catch (error) {
  console.error(error.message);
  console.log(testCounts(undefined).join("\n"));
  process.exit(1);
}

await check("biome", () => pnpm(["exec", "biome", "ci", "."]));
await check("tsc", () => pnpm(["exec", "tsc", "--noEmit"]));
await check("build", ensureBuilt);
await check("vitest", () => runVitest("short"));
await check("knip", () => pnpm(["exec", "knip"]));
await check("publint", () => pnpm(["exec", "turbo", "run", "publint", "--output-logs=errors-only"]));
await check("attw", () => pnpm(["exec", "turbo", "run", "attw", "--output-logs=errors-only"]));

console.log(failures.length === 0 ? "\nEvery check passed." : `\nFailed: ${failures.join(", ")}.`);
console.log(testCounts(await readReport("short")).join("\n"));
process.exit(failures.length === 0 ? 0 : 1);
