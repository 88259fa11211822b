import type { InferenceSession, OnnxValue, TensorConstructor } from "onnxruntime-common";

/** A native session, which computes on the thread that calls it. */
export interface NativeSession {
  readonly inputMetadata: readonly NativeMetadata[];
  readonly outputMetadata: readonly NativeMetadata[];
  loadModel(file: string, options: InferenceSession.SessionOptions): void;
  loadModel(
    buffer: ArrayBufferLike,
    byteOffset: number,
    byteLength: number,
    options: InferenceSession.SessionOptions,
  ): void;
  run(
    feeds: Readonly<Record<string, OnnxValue>>,
    fetches: Readonly<Record<string, OnnxValue | null>>,
    options: InferenceSession.RunOptions,
  ): Record<string, OnnxValue>;
  endProfiling(): void;
  dispose(): void;
}

/** An input or output of a model. `type` is ONNX's TensorProto.DataType; a dimension of -1 has its name in `symbolicDimensions`. */
export interface NativeMetadata {
  readonly name: string;
  readonly isTensor: boolean;
  readonly type: number;
  readonly shape: readonly number[];
  readonly symbolicDimensions: readonly string[];
}

/** An execution provider, and whether its libraries are in the package. */
export interface SupportedBackend {
  readonly name: string;
  readonly bundled: boolean;
}

/** The native module `onnxruntime_binding.node`. */
export interface Binding {
  readonly InferenceSession: new () => NativeSession;
  listSupportedBackends(): readonly SupportedBackend[];
  /** Starts the runtime, once in a process. Results of sessions are made with `tensor`. */
  initOrtOnce(logLevel: number, tensor: TensorConstructor, isMainThread: boolean): void;
}
