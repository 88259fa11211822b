import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import * as tf from "@tensorflow/tfjs-core";

let ready: Promise<void> | undefined;

/**
 * Makes tfjs's WebAssembly backend usable in Node: its binaries are read out of its own package. tfjs runs it on one thread there.
 *
 * @throws Error if the backend does not start.
 */
export function prepareWasmBackend(): Promise<void> {
  ready ??= start();
  return ready;
}

async function start(): Promise<void> {
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  const entry = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(dirname(entry) + sep);
  const before = tf.getBackend();
  const started = await tf.setBackend("wasm");
  tf.setBackend(before);
  if (!started) throw new Error("tfjs's WebAssembly backend does not start on this machine");
}
