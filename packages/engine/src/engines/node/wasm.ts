import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import type { Engine } from "../../api/engine.ts";
import { wasmEngine } from "../eager/wasmEngine.ts";

/** Start the engine `wasm` in Node, with binaries from their package. tfjs uses one thread in Node. */
export async function wasm(): Promise<Engine> {
  const entry = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
  return wasmEngine(dirname(entry) + sep);
}
