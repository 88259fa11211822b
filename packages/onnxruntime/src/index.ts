/**
 * Run ONNX models in Node with ONNX Runtime. The API is that of onnxruntime-common; the native library of each platform is a separate
 * optional dependency.
 *
 * ```ts
 * const session = await InferenceSession.create("model.onnx");
 * const { y } = await session.run({ x: new Tensor("float32", [1, 2], [1, 2]) });
 * ```
 *
 * @module
 */
import { type Backend, env, registerBackend } from "onnxruntime-common";
import type { SupportedBackend } from "./Binding.ts";
import { loadBinding, onnxRuntimeVersion } from "./loadBinding.ts";
import { sessionHandler, soon } from "./SessionHandler.ts";

const binding = loadBinding();

/** List the execution providers whose libraries are installed with this package. */
export function listSupportedBackends(): SupportedBackend[] {
  // The Windows packages do not include the DirectML library.
  return binding.listSupportedBackends().filter(({ name, bundled }) => bundled && name !== "dml");
}

const backend: Backend = {
  init: async () => {},
  createInferenceSessionHandler: (model, options) => soon(() => sessionHandler(binding, model, options)),
};

/** Shared by all copies of this module that use the same onnxruntime-common, which accepts one backend per name. */
const registered = Symbol.for("@cellgen/onnxruntime");
if (!(registered in env)) {
  for (const { name } of listSupportedBackends()) registerBackend(name, backend, 100);
  Object.defineProperty(env.versions, "node", { value: onnxRuntimeVersion, enumerable: true });
  Object.defineProperty(env, registered, { value: true });
}

export { env, InferenceSession, Tensor } from "onnxruntime-common";
export type { SupportedBackend };
