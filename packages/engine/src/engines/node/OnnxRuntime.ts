/** Module of ONNX Runtime's native library: `@cellgen/onnxruntime`, or onnxruntime-node, which has the same interface. */
export type OnnxRuntime = typeof import("@cellgen/onnxruntime");
