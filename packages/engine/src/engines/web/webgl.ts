import * as tf from "@tensorflow/tfjs-core";
import type { Engine } from "../../api/engine.ts";
import { eagerEngine } from "../eager/eagerEngine.ts";
import { setEagerBackend } from "../eager/setEagerBackend.ts";
import { startBackend } from "../eager/startBackend.ts";
import { missingBackend } from "./missingBackend.ts";

/**
 * The engine `webgl`: tfjs's WebGL backend.
 *
 * @throws Error if the backend's package is not installed, or if the page has no WebGL 2, or one that computes with 16 bits.
 */
export async function webgl(): Promise<Engine> {
  setEagerBackend();
  try {
    await import("@tensorflow/tfjs-backend-webgl");
  } catch (cause) {
    throw missingBackend("webgl", cause);
  }
  await startBackend("webgl", "WebGL 2, which this browser has switched off or does not have");
  // With 16 bits nothing is equal up to rounding any more, and gradients vanish.
  if (!tf.env().getBool("WEBGL_RENDER_FLOAT32_ENABLED")) {
    throw new Error("engine webgl computes with 16 bits on this graphics card. Take webgpu or wasm.");
  }
  return eagerEngine(
    "webgl",
    "webgl: TensorFlow.js on the graphics card through WebGL, operation by operation",
  );
}
