import type { InferenceSession, Tensor } from "onnxruntime-node";

/** What is needed of ONNX Runtime to try a model. */
export interface SessionRunner {
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: new (type: "float32", data: Float32Array, shape: readonly number[]) => Tensor;
}

/**
 * Runs a model once, on one thread.
 *
 * @param optimize - Whether the runtime may write the model in other operators.
 * @returns Its outputs by name.
 */
export async function runOnce(
  { InferenceSession: sessions }: SessionRunner,
  model: Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
  { optimize }: { readonly optimize: boolean },
): Promise<Record<string, Float32Array>> {
  const session = await sessions.create(model, {
    ...(optimize ? {} : { graphOptimizationLevel: "disabled" }),
    // Fatal messages alone: that an operator is not there is an answer.
    logSeverityLevel: 4,
    intraOpNumThreads: 1,
  });
  try {
    const results = await session.run(feeds);
    return Object.fromEntries(
      Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]),
    );
  } finally {
    await session.release();
  }
}
