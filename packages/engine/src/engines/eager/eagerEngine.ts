import * as tf from "@tensorflow/tfjs-core";
import type { CompiledFunction, CompileOptions, Engine, TensorFunction } from "../../api/engine.ts";
import type { EngineName } from "../../api/engineChoices.ts";
import type { Signature } from "../../api/signature.ts";
import { UnsupportedOperationError } from "../../api/UnsupportedOperationError.ts";
import type { Graph } from "../../graph/graph.ts";
import { registerGradients } from "../../trace/registerGradients.ts";
import { trace } from "../../trace/trace.ts";
import { compiledFunction, signatureOf } from "../compiledFunction.ts";
import { eagerDefect } from "./eagerDefects.ts";
import { setEagerBackend } from "./setEagerBackend.ts";

/** Create an engine that runs functions operation by operation on a tfjs backend. */
export function eagerEngine(name: Exclude<EngineName, "onnx">, description: string): Engine {
  registerGradients();
  setEagerBackend();
  return {
    name,
    description,
    compile: async (fn, signature, options) => compileEager(name, fn, signature, options),
    dispose: async () => {},
  };
}

/** Run synchronous work with a backend, then restore the previous one. */
function withBackend<T>(name: string, work: () => T): T {
  const before = tf.getBackend();
  tf.setBackend(name);
  try {
    return work();
  } finally {
    tf.setBackend(before);
  }
}

function compileEager(
  backend: string,
  fn: TensorFunction,
  signature: Signature,
  options: CompileOptions = {},
): CompiledFunction {
  if (options.int8) {
    throw new Error(
      `compile: int8 must be omitted for engine ${backend}, which supports only float32. Use engine onnx.`,
    );
  }
  // Tracing determines the output shapes, and rejects what other engines reject.
  const graph = trace(fn, signature, options);
  checkCalls(backend, graph);
  const constants: Record<string, tf.Tensor> = {};
  withBackend(backend, () => {
    for (const [name, { data, shape, dtype }] of Object.entries(options.constants ?? {})) {
      // Copy the data: the cpu backend computes in place on the given array.
      constants[name] = tf.keep(tf.tensor(data.slice(), [...shape], dtype));
    }
  });
  return compiledFunction(signature, signatureOf(graph.outputs), {
    execute: async (inputs, outputs) => {
      const results = withBackend(backend, () =>
        tf.tidy(() => {
          const tensors = { ...constants };
          for (const [name, { shape, dtype }] of Object.entries(signature)) {
            tensors[name] = tf.tensor(inputs[name]!, [...shape], dtype);
          }
          // Clone the results, because all tensors are disposed below: a result may be a constant, or have two names.
          return Object.fromEntries(Object.entries(fn(tensors)).map(([name, y]) => [name, tf.clone(y)]));
        }),
      );
      try {
        await Promise.all(
          Object.entries(outputs).map(async ([name, values]) => values.set(await results[name]!.data())),
        );
      } finally {
        tf.dispose(results);
      }
    },
    free: async () => tf.dispose(Object.values(constants)),
  });
}

/** Check for kernels that the backend lacks. The layers of `@cellgen/nn`, which are single kernels during tracing, run as compositions. */
function checkCalls(backend: string, graph: Graph): void {
  const used = new Set(graph.nodes.map((node) => node.kernel));
  const missing = [...used].filter((name) => !name.startsWith("Cellgen") && !tf.getKernel(name, backend));
  if (missing.length > 0) {
    throw new UnsupportedOperationError(
      missing,
      `compile: the function must use only operations of engine ${backend}, which lacks ${missing.join(", ")}. Use engine onnx, or compose them from other operations.`,
    );
  }
  for (const node of graph.nodes) {
    const defect = eagerDefect(backend, node);
    if (!defect) continue;
    throw new UnsupportedOperationError(
      [node.kernel],
      `compile: engine ${backend} computes incorrect values for ${defect}.`,
    );
  }
}
