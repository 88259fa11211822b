import type { Engine, EngineOptions } from "../../../engine.ts";
import { eagerEngine } from "../../eager/eagerEngine.ts";
import { setEagerBackend } from "../../eager/setEagerBackend.ts";
import { physicalCores } from "../physicalCores.ts";
import { registerConvolutions } from "./convolutionKernels.ts";
import { loadTensorflow } from "./loadTensorflow.ts";

/**
 * The engine `tensorflow`: TensorFlow's native library by @tensorflow/tfjs-node.
 *
 * @throws Error if tfjs-node is not installed, or does not load.
 */
export async function tensorflow({ threads = physicalCores() }: EngineOptions): Promise<Engine> {
  setEagerBackend();
  const { version } = loadTensorflow(threads);
  registerConvolutions();
  return eagerEngine(
    "tensorflow",
    `tensorflow: TensorFlow of @tensorflow/tfjs-node ${version["tfjs-node"]}, operation by operation`,
  );
}
