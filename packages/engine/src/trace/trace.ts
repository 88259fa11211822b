import * as tf from "@tensorflow/tfjs-core";
import type { CompileOptions, TensorFunction } from "../engine.ts";
import { registerGradients } from "../gradients.ts";
import type { Signature } from "../signature.ts";
import type { Graph, Value } from "./graph.ts";
import { tracedKernels } from "./outputSpecs.ts";
import { TraceBackend } from "./TraceBackend.ts";

const backendName = "cellgen-trace";
let backend: TraceBackend | undefined;

function traceBackend(): TraceBackend {
  if (backend) return backend;
  const created = new TraceBackend();
  tf.registerBackend(backendName, () => created, 0);
  for (const kernelName of tracedKernels) {
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) => {
        const outputs = created.record(kernelName, inputs, attrs ?? {});
        return outputs.length === 1 ? outputs[0]! : outputs;
      },
    });
  }
  backend = created;
  return created;
}

/**
 * Runs a function once on tensors without values and records what it asks for, gradients included.
 *
 * @throws Error if the function reads a value that depends on its inputs, or uses a kernel that cannot be traced.
 */
export function trace(fn: TensorFunction, signature: Signature, options: CompileOptions = {}): Graph {
  registerGradients();
  const recorder = traceBackend();
  const before = tf.getBackend();
  tf.setBackend(backendName);
  try {
    recorder.begin();
    let inputs: Record<string, Value> = {};
    let outputs: Record<string, Value> = {};
    tf.tidy(() => {
      const given = mapValues(signature, (spec) => recorder.placeholder(spec.shape, spec.dtype));
      inputs = mapValues(given, (tensor) => recorder.graphValue(tensor));
      const constants = mapValues(options.constants ?? {}, (spec) =>
        tf.tensor(spec.data, [...spec.shape], spec.dtype),
      );
      outputs = mapValues(fn({ ...given, ...constants }), (tensor) => recorder.graphValue(tensor));
    });
    return { inputs, outputs, ...recorder.recording() };
  } catch (error) {
    throw explain(error);
  } finally {
    if (before) tf.setBackend(before);
  }
}

/** tfjs reports a missing kernel in three lines about bundling; what matters is its name. */
function explain(error: unknown): unknown {
  const missing = error instanceof Error && /Kernel '(\w+)' not registered for backend/.exec(error.message);
  if (!missing) return error;
  return new Error(
    `compile: the function must use operations that can be traced, "${missing[1]}" cannot be. Compose it of others.`,
    { cause: error },
  );
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
