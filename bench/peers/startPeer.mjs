/** A program in another process that is timed against cellgen. It answers each line of JSON with one line of JSON. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { interpreter } from "./interpreter.mjs";

/**
 * @param command - Command that starts it. Its first line describes it, or is `{ missing }`.
 * @returns `{ about, ask(request), time(name), stop() }`, or `{ missing }`: the reason why it does not run.
 */
async function startProgram(command, args, environment = {}) {
  const env = { ...process.env, ...environment };
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"], env });
  const closed = once(child, "close");
  // Missing or ended: the next request reports it.
  child.stdin.on("error", () => {});
  const failed = once(child, "error").then(([error]) => ({ missing: error.message }));
  closed.catch(() => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${args[0]} ended without an answer.`);
    return JSON.parse(value);
  };
  const about = await Promise.race([read(), failed]);
  if (about.missing) return { missing: `${command}: ${about.missing}` };
  const ask = (request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return read();
  };
  return {
    about,
    ask,
    /** A contestant: the milliseconds of each of `count` runs. */
    time: (name) => (count) => ask({ time: name, count }),
    async stop() {
      child.stdin.end();
      await closed;
    },
  };
}

/** PyTorch, with the available interpreter. */
export async function startTorch({ threads } = {}) {
  const { python, missing } = await interpreter();
  if (missing) return { missing };
  const script = fileURLToPath(new URL("peer.py", import.meta.url));
  return startProgram(python, [script, ...(threads ? ["--threads", String(threads)] : [])]);
}

/** tfjs-node, from the folder in the environment variable TFJS_NODE. */
export async function startTfjsNode() {
  const folder = process.env.TFJS_NODE;
  if (!folder) return { missing: "TFJS_NODE names no folder with @tensorflow/tfjs-node in its node_modules" };
  const script = fileURLToPath(new URL("tfjsNode.mjs", import.meta.url));
  return startProgram(process.execPath, [script, folder], { TF_CPP_MIN_LOG_LEVEL: "3" });
}

/** jax-js, a dependency of this package, on its WebAssembly backend. */
export async function startJaxJs() {
  const script = fileURLToPath(new URL("jaxJs.mjs", import.meta.url));
  return startProgram(process.execPath, [script]);
}

/** One line that describes a peer, or the reason why there is none. */
export function describePeer(peer) {
  if (peer.missing) return `none (${peer.missing})`;
  const { name, threads } = peer.about;
  return threads ? `${name}, ${threads} thread${threads > 1 ? "s" : ""}` : name;
}
