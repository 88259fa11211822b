import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../../api/engine.ts";
import { eagerEngine } from "../eager/eagerEngine.ts";
import { setEagerBackend } from "../eager/setEagerBackend.ts";
import { startBackend } from "../eager/startBackend.ts";
import { missingBackend } from "./missingBackend.ts";

/**
 * Start the engine `webgl`: tfjs's WebGL backend.
 *
 * @throws Error if the backend's package is not installed, or the page has no WebGL 2, or only with 16-bit precision.
 */
export async function webgl(): Promise<Engine> {
  setEagerBackend();
  try {
    await import("@tensorflow/tfjs-backend-webgl");
  } catch (cause) {
    throw missingBackend("webgl", cause);
  }
  await startBackend("webgl", "WebGL 2, which this browser does not support or has disabled");
  // With 16 bits, results differ by more than rounding, and gradients vanish.
  if (!tf.env().getBool("WEBGL_RENDER_FLOAT32_ENABLED")) {
    throw new Error("engine webgl has only 16-bit precision on this GPU. Use webgpu or wasm.");
  }
  return eagerEngine("webgl", "webgl: TensorFlow.js on the GPU through WebGL, operation by operation");
}
