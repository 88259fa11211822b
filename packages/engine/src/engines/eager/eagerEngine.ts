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

/** An engine that runs functions as they are, operation by operation, on the backend of tfjs of its name. */
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

/** Runs synchronous work with a backend in place, and puts the one before back. */
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
      `compile: int8 must be left out for engine ${backend}, which computes in float32 alone. Take engine onnx.`,
    );
  }
  // Tracing tells the outputs' shapes, and refuses what other engines refuse.
  const graph = trace(fn, signature, options);
  checkCalls(backend, graph);
  const constants: Record<string, tf.Tensor> = {};
  withBackend(backend, () => {
    for (const [name, { data, shape, dtype }] of Object.entries(options.constants ?? {})) {
      // A copy: the cpu backend computes on the array that it is given.
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
          // Clones, for they are disposed of below: a result may be a constant, or stand under two names.
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

/** tfjs's backends lack kernels. The layers of `@cellgen/nn`, which are kernels while they are traced, are composed there. */
function checkCalls(backend: string, graph: Graph): void {
  const used = new Set(graph.nodes.map((node) => node.kernel));
  const missing = [...used].filter((name) => !name.startsWith("Cellgen") && !tf.getKernel(name, backend));
  if (missing.length > 0) {
    throw new UnsupportedOperationError(
      missing,
      `compile: the function must use operations that engine ${backend} has, it lacks ${missing.join(", ")}. Take engine onnx, or compose it of others.`,
    );
  }
  for (const node of graph.nodes) {
    const defect = eagerDefect(backend, node);
    if (!defect) continue;
    throw new UnsupportedOperationError(
      [node.kernel],
      `compile: engine ${backend} gives wrong values for ${defect}.`,
    );
  }
}
