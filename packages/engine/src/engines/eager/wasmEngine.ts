import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../../api/engine.ts";
import { eagerEngine } from "./eagerEngine.ts";
import { setEagerBackend } from "./setEagerBackend.ts";
import { startBackend } from "./startBackend.ts";
import { registerWasmKernels } from "./wasmKernels.ts";

let ready: Promise<void> | undefined;

/**
 * Start the engine `wasm`: tfjs's WebAssembly backend.
 *
 * @param binaries - Folder of its binaries, with a trailing slash; the value of the first engine applies to all. @default the folder of the
 * script
 * @throws Error if the backend does not start.
 */
export async function wasmEngine(binaries?: string): Promise<Engine> {
  setEagerBackend();
  ready ??= start(binaries);
  await ready;
  return eagerEngine("wasm", "wasm: TensorFlow.js in WebAssembly, one thread, operation by operation");
}

async function start(binaries?: string): Promise<void> {
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  if (binaries !== undefined) setWasmPaths(binaries);
  // Its threads use generated scripts. A strict Content-Security-Policy forbids them, and the backend would wait forever.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  await startBackend(
    "wasm",
    "its files tfjs-backend-wasm*.wasm, in a page in the folder that the option binaries names",
  );
  registerWasmKernels();
}
