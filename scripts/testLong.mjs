/** `npm run test:long`: sets up and runs the tests that are too long for `npm test`, and the long forms of others. */
import { ensureBuilt, ensureInstalled } from "./setUp.mjs";
import { testCounts } from "./testCounts.mjs";
import { forgetReport, readReport, runVitest } from "./vitest.mjs";

await forgetReport("long");
let code = 0;
try {
  await ensureInstalled();
  await ensureBuilt();
  await runVitest("long");
} catch (error) {
  console.error(error.message);
  code = 1;
}
console.log(testCounts(await readReport("long")).join("\n"));
process.exit(code);
