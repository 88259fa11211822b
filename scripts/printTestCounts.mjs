/** Prints the counts of the last `npm test` and the last `npm run test:long`, added. */
import { testCounts } from "./testCounts.mjs";
import { readReport } from "./vitest.mjs";

console.log(testCounts(await readReport("short"), await readReport("long")).join("\n"));
