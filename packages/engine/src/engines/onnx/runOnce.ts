import type { InferenceSession, Tensor } from "@cellgen/onnxruntime";

/** Parts of ONNX Runtime needed to test a model. */
export interface SessionRunner {
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: new (type: "float32", data: Float32Array, shape: readonly number[]) => Tensor;
}

/** Session options that disable graph optimization. */
export const asWritten: InferenceSession.SessionOptions = { graphOptimizationLevel: "disabled" };

/**
 * Run a model once, on one thread.
 *
 * @param options - Changes to the runtime's default options. A profile is complete when the promise resolves.
 * @returns The outputs by name.
 */
export async function runOnce(
  { InferenceSession: sessions }: SessionRunner,
  model: Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
  options: InferenceSession.SessionOptions = {},
): Promise<Record<string, Float32Array>> {
  const session = await sessions.create(model, {
    // Only fatal messages: a missing operator is an expected result.
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
