import * as tf from "@tensorflow/tfjs-core";
import type { Engine, EngineOptions } from "../../../api/engine.ts";
import { eagerEngine } from "../../eager/eagerEngine.ts";
import { setEagerBackend } from "../../eager/setEagerBackend.ts";
import { physicalCores } from "../physicalCores.ts";
import type { TensorflowBackend } from "./backend.ts";
import { registerConvolutions } from "./convolutionKernels.ts";
import { loadTensorflow } from "./loadTensorflow.ts";

/**
 * Start the engine `tensorflow`: TensorFlow's native library through @tensorflow/tfjs-node.
 *
 * @throws Error if tfjs-node is not installed, or does not load.
 */
export async function tensorflow({ threads = physicalCores() }: EngineOptions): Promise<Engine> {
  setEagerBackend();
  const { version } = loadTensorflow(threads);
  registerConvolutions();
  const { binding, isUsingGpuDevice } = tf.findBackend("tensorflow") as TensorflowBackend;
  const place = isUsingGpuDevice ? "on the GPU" : "on the CPU";
  return eagerEngine(
    "tensorflow",
    `tensorflow: TensorFlow ${binding.TF_Version} from tfjs-node ${version["tfjs-node"]} ${place}, operation by operation`,
  );
}
