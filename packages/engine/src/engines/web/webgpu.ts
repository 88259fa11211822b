import type { Engine } from "../../api/engine.ts";
import { eagerEngine } from "../eager/eagerEngine.ts";
import { setEagerBackend } from "../eager/setEagerBackend.ts";
import { startBackend } from "../eager/startBackend.ts";
import { missingBackend } from "./missingBackend.ts";

/**
 * The engine `webgpu`: tfjs's WebGPU backend.
 *
 * @throws Error if the backend's package is not installed, or if the page has no WebGPU, or no adapter for it.
 */
export async function webgpu(): Promise<Engine> {
  setEagerBackend();
  try {
    await import("@tensorflow/tfjs-backend-webgpu");
  } catch (cause) {
    throw missingBackend("webgpu", cause);
  }
  await startBackend("webgpu", "WebGPU and an adapter for it, which this browser does not have");
  return eagerEngine(
    "webgpu",
    "webgpu: TensorFlow.js on the graphics card through WebGPU, operation by operation",
  );
}
