import * as tf from "@tensorflow/tfjs-core";
import type { CompiledFunction, CompileOptions, Engine, TensorFunction } from "../engine.ts";
import { registerGradients } from "../gradients.ts";
import { checkArray, checkInputs, type HostArray, type Signature, type TensorSpec } from "../signature.ts";
import { traceOptimized } from "../traceToOnnx.ts";
import { setEagerBackend } from "./setEagerBackend.ts";

/** An engine that runs functions as they are, operation by operation, on one of tfjs's own backends. */
export async function eagerEngine(name: "wasm" | "cpu", description: string): Promise<Engine> {
  registerGradients();
  await setEagerBackend();
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
  // Tracing tells the outputs' shapes, and refuses what the other engines would refuse.
  const outputs: Record<string, TensorSpec> = {};
  for (const [name, value] of Object.entries(traceOptimized(fn, signature, options).outputs)) {
    outputs[name] = { shape: value.shape, dtype: value.dtype === "float32" ? "float32" : "int32" };
  }
  const constants: Record<string, tf.Tensor> = {};
  withBackend(backend, () => {
    for (const [name, { data, shape, dtype }] of Object.entries(options.constants ?? {})) {
      constants[name] = tf.keep(tf.tensor(data, [...shape], dtype));
    }
  });

  const run = async (
    inputs: Readonly<Record<string, HostArray>>,
    into: Readonly<Record<string, HostArray>> = {},
  ): Promise<Record<string, HostArray>> => {
    checkInputs(signature, inputs);
    for (const [name, values] of Object.entries(into)) checkArray(`output "${name}"`, outputs[name]!, values);
    return withBackend(backend, () =>
      tf.tidy(() => {
        const tensors: Record<string, tf.Tensor> = { ...constants };
        for (const [name, { shape, dtype }] of Object.entries(signature)) {
          tensors[name] = tf.tensor(inputs[name]!, [...shape], dtype);
        }
        const results: Record<string, HostArray> = {};
        for (const [name, tensor] of Object.entries(fn(tensors))) {
          const values = tensor.dataSync();
          const given = into[name];
          if (given) given.set(values);
          results[name] =
            given ??
            (outputs[name]!.dtype === "float32" ? Float32Array.from(values) : Int32Array.from(values));
        }
        return results;
      }),
    );
  };
  const dispose = async () => tf.dispose(Object.values(constants));
  return Object.assign(run, { outputs, dispose });
}
