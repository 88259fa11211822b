import type { Engine } from "../../engine.ts";
import { eagerEngine } from "../eager/eagerEngine.ts";
import { setEagerBackend } from "../eager/setEagerBackend.ts";
import { startBackend } from "../eager/startBackend.ts";

/**
 * The engine `webgpu`: tfjs's WebGPU backend.
 *
 * @throws Error if the page has no WebGPU, or no adapter for it.
 */
export async function webgpu(): Promise<Engine> {
  setEagerBackend();
  await import("@tensorflow/tfjs-backend-webgpu");
  await startBackend("webgpu", "WebGPU and an adapter for it, which this browser does not have");
  return eagerEngine(
    "webgpu",
    "webgpu: TensorFlow.js on the graphics card through WebGPU, operation by operation",
  );
}
