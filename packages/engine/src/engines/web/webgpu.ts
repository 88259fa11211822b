import type { Engine } from "../../api/engine.ts";
import { eagerEngine } from "../eager/eagerEngine.ts";
import { setEagerBackend } from "../eager/setEagerBackend.ts";
import { startBackend } from "../eager/startBackend.ts";
import { missingBackend } from "./missingBackend.ts";

/**
 * Start the engine `webgpu`: tfjs's WebGPU backend.
 *
 * @throws Error if the backend's package is not installed, or the page has no WebGPU or no adapter.
 */
export async function webgpu(): Promise<Engine> {
  setEagerBackend();
  try {
    await import("@tensorflow/tfjs-backend-webgpu");
  } catch (cause) {
    throw missingBackend("webgpu", cause);
  }
  await startBackend("webgpu", "WebGPU and an adapter for it, which this browser does not support");
  return eagerEngine("webgpu", "webgpu: TensorFlow.js on the GPU through WebGPU, operation by operation");
}
