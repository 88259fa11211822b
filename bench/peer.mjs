/** Starts peer.py with the interpreter that the environment names PYTHON, and lets it time its work on request. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/**
 * @param parameters - Batch, side, and the channels of each level.
 * @returns `{ name, threads, parameters, time(what, count), stop() }`, or `{ missing }`: one line that says why there is no peer.
 */
export async function startPeer(parameters) {
  const python = process.env.PYTHON ?? "python3";
  const remedy = "Set PYTHON to an interpreter with torch to compare";
  const script = fileURLToPath(new URL("peer.py", import.meta.url));
  const child = spawn(python, [script, ...parameters.map(String)], { stdio: ["pipe", "pipe", "inherit"] });
  const failed = once(child, "error").then(([error]) => JSON.stringify({ missing: error.message }));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error("peer.py ended without an answer.");
    return value;
  };
  const first = JSON.parse(await Promise.race([read(), failed]));
  if (first.missing) return { missing: `none: ${python}: ${first.missing}. ${remedy}.` };
  return {
    ...first,
    async time(what, count) {
      child.stdin.write(`${JSON.stringify({ what, count })}\n`);
      return JSON.parse(await read());
    },
    stop: () => child.stdin.end(),
  };
}
