import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Run a file of this folder in a separate process.
 *
 * @param onMessage - Called with its messages.
 * @returns The printed JSON.
 * @throws Error if its exit code is not 0.
 */
export function runChild(file, args, onMessage = () => {}) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = fork(path, args.map(String), { stdio: ["ignore", "pipe", "inherit", "ipc"] });
    let output = "";
    child.stdout.on("data", (data) => {
      output += data;
    });
    child.on("message", onMessage);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve(JSON.parse(output));
      else reject(new Error(`${file} ${args.join(" ")} ended with ${signal ?? `exit code ${code}`}.`));
    });
  });
}
