import * as onnxruntime from "@cellgen/onnxruntime";
import type { SessionRunner } from "../src/engines/onnx/runOnce.ts";

type Results = Readonly<Record<string, Float32Array>>;

/** ONNX Runtime whose results are changed, for each model that it runs. */
export function changedRuntime(change: (results: Results, model: Uint8Array) => void): SessionRunner {
  return {
    Tensor: onnxruntime.Tensor,
    InferenceSession: {
      create: async (model, options) => {
        const session = await onnxruntime.InferenceSession.create(model, options);
        const run = session.run.bind(session) as (feeds: object) => ReturnType<typeof session.run>;
        session.run = async (feeds: object) => {
          const results = await run(feeds);
          const data = Object.entries(results).map(([name, result]) => [name, result.data as Float32Array]);
          change(Object.fromEntries(data), model);
          return results;
        };
        return session;
      },
    },
  };
}
