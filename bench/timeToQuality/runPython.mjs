import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/**
 * Run a script of peers/.
 *
 * @param onLine - Called with each line of its output.
 * @throws Error if its exit code is not 0.
 */
export async function runPython(python, script, args, onLine) {
  const path = fileURLToPath(new URL(`../peers/${script}`, import.meta.url));
  const child = spawn(python, [path, ...args.map(String)], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  for await (const line of createInterface({ input: child.stdout })) onLine(line);
  const code = await ended;
  if (code !== 0) throw new Error(`${script} ended with exit code ${code}.`);
}
