import type { InferenceSession, OnnxValue, TensorConstructor } from "onnxruntime-common";

/** A native session. It computes on the calling thread. */
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

/** An input or output of a model. `type` is ONNX's TensorProto.DataType. Dimensions of -1 are named in `symbolicDimensions`. */
export interface NativeMetadata {
  readonly name: string;
  readonly isTensor: boolean;
  readonly type: number;
  readonly shape: readonly number[];
  readonly symbolicDimensions: readonly string[];
}

/** An execution provider, and whether its libraries are bundled. */
export interface SupportedBackend {
  readonly name: string;
  readonly bundled: boolean;
}

/** The native module `onnxruntime_binding.node`. */
export interface Binding {
  readonly InferenceSession: new () => NativeSession;
  listSupportedBackends(): readonly SupportedBackend[];
  /** Initializes the runtime, once per process. Session results are created with `tensor`. */
  initOrtOnce(logLevel: number, tensor: TensorConstructor, isMainThread: boolean): void;
}
