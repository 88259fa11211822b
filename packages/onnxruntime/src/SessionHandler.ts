import { isMainThread } from "node:worker_threads";
import { env, type InferenceSession, type InferenceSessionHandler, Tensor } from "onnxruntime-common";
import type { Binding, NativeMetadata, NativeSession } from "./Binding.ts";

const logLevels = ["verbose", "info", "warning", "error", "fatal"] as const;

/** Tensor types of onnxruntime-common by ONNX's TensorProto.DataType. */
const typeNames: Readonly<Record<number, Tensor.Type>> = {
  1: "float32",
  2: "uint8",
  3: "int8",
  4: "uint16",
  5: "int16",
  6: "int32",
  7: "int64",
  8: "string",
  9: "bool",
  10: "float16",
  11: "float64",
  12: "uint32",
  13: "uint64",
  21: "uint4",
  22: "int4",
};

/** Wrap a native session as a session handler of onnxruntime-common. */
export function sessionHandler(
  binding: Binding,
  model: string | Uint8Array,
  options: InferenceSession.SessionOptions = {},
): InferenceSessionHandler {
  binding.initOrtOnce(logLevels.indexOf(env.logLevel ?? "warning"), Tensor, isMainThread);
  const session: NativeSession = new binding.InferenceSession();
  if (typeof model === "string") session.loadModel(model, options);
  else session.loadModel(model.buffer, model.byteOffset, model.byteLength, options);
  const inputMetadata = session.inputMetadata.map(metadataOf);
  const outputMetadata = session.outputMetadata.map(metadataOf);
  return {
    inputMetadata,
    outputMetadata,
    inputNames: inputMetadata.map(({ name }) => name),
    outputNames: outputMetadata.map(({ name }) => name),
    run: (feeds, fetches, runOptions) => soon(() => session.run(feeds, fetches, runOptions)),
    // Profiling starts with the session if its options request it.
    startProfiling() {},
    endProfiling: () => session.endProfiling(),
    dispose: async () => session.dispose(),
  };
}

/** Run a blocking function after pending callbacks. */
export function soon<T>(work: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(work());
      } catch (error) {
        reject(error);
      }
    });
  });
}

function metadataOf(native: NativeMetadata): InferenceSession.ValueMetadata {
  const { name, isTensor, shape, symbolicDimensions } = native;
  if (!isTensor) return { name, isTensor };
  const type = typeNames[native.type];
  if (type === undefined) throw new Error(`Unsupported data type ${native.type} of ${name}.`);
  return {
    name,
    isTensor,
    type,
    shape: shape.map((size, i) => (size === -1 ? symbolicDimensions[i]! : size)),
  };
}
