import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import type { Engine } from "../../api/engine.ts";
import { wasmEngine } from "../eager/wasmEngine.ts";

/** The engine `wasm` in Node: its binaries are read out of their own package. tfjs runs it on one thread there. */
export async function wasm(): Promise<Engine> {
  const entry = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
  return wasmEngine(dirname(entry) + sep);
}
