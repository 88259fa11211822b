import type { Engine } from "../../api/engine.ts";
import { eagerEngine } from "./eagerEngine.ts";

/** Start the engine `cpu`: tfjs's plain JavaScript backend, which runs everywhere. */
export async function cpu(): Promise<Engine> {
  return eagerEngine("cpu", "cpu: TensorFlow.js in plain JavaScript, operation by operation (slow)");
}
