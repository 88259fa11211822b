import type { InferenceSession, Tensor } from "@cellgen/onnxruntime";

/** What is needed of ONNX Runtime to try a model. */
export interface SessionRunner {
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: new (type: "float32", data: Float32Array, shape: readonly number[]) => Tensor;
}

/** Keeps the runtime from writing a model in other operators. */
export const asWritten: InferenceSession.SessionOptions = { graphOptimizationLevel: "disabled" };

/**
 * Runs a model once, on one thread.
 *
 * @param options - What differs from the runtime's defaults. A profile is complete when the promise resolves.
 * @returns Its outputs by name.
 */
export async function runOnce(
  { InferenceSession: sessions }: SessionRunner,
  model: Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
  options: InferenceSession.SessionOptions = {},
): Promise<Record<string, Float32Array>> {
  const session = await sessions.create(model, {
    // Fatal messages alone: that an operator is not there is an answer.
    logSeverityLevel: 4,
    intraOpNumThreads: 1,
    ...options,
  });
  try {
    const results = await session.run(feeds);
    if (options.enableProfiling) session.endProfiling();
    return Object.fromEntries(
      Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]),
    );
  } finally {
    await session.release();
  }
}
