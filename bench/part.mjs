/**
 * A part of the benchmark in a separate file, `{ name, title, weight, onRequest, flags, measure, write }`, which can also run by itself.
 *
 * - `onRequest`: whether it runs only if it is named. `flags`: its options, for `parseArgs`.
 * - `weight`: approximate duration in seconds on two cores, for the remaining time.
 * - `measure({ rounds, turn, quick, flags, progress })`: the results, for JSON. `progress(fraction, what)` reports the progress.
 * - `write(result)`: the results as Markdown.
 *
 * `skipped` in a result, or in a row of it, is the reason why something was not measured.
 */
import { realpathSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { saveResult } from "./results.mjs";

/** Eight turns of a second each, or one run of each as a test. */
const thorough = { rounds: 8, turn: 1000, quick: false };
const quickly = { rounds: 1, turn: 0, quick: true };

/**
 * Measures a part, keeps its result and prints it, if its file is what Node was started with: `node bench/layers.mjs [--quick]`.
 * Returns the part.
 */
export async function part(url, { name, measure, write, flags: options = {}, ...rest }) {
  const described = { name, measure, write, ...rest };
  const started = process.argv[1] && pathToFileURL(realpathSync(process.argv[1])).href;
  if (started !== url) return described;
  const { values } = parseArgs({ options: { quick: { type: "boolean", default: false }, ...options } });
  const { quick, ...flags } = values;
  const start = performance.now();
  const progress = (fraction, what) => {
    if (process.send) process.send({ fraction, what });
    else console.error(`${String(Math.round(100 * fraction)).padStart(3)} %  ${what}`);
  };
  const result = await measure({ ...(quick ? quickly : thorough), flags, progress });
  const seconds = Math.round((performance.now() - start) / 1000);
  await saveResult(name, { seconds, ...result }, quick);
  if (!process.send) console.log(write(result));
  process.disconnect?.();
  return described;
}
