import * as tf from "@tensorflow/tfjs-core";
import type { CompileOptions, TensorFunction } from "../api/engine.ts";
import { checkSignature, type Signature } from "../api/signature.ts";
import { UnsupportedOperationError } from "../api/UnsupportedOperationError.ts";
import type { Graph, Value } from "../graph/graph.ts";
import { operations } from "../operations/operations.ts";
import { callerLine } from "./callerLine.ts";
import { registerGradients } from "./registerGradients.ts";
import { TraceBackend } from "./TraceBackend.ts";

const backendName = "cellgen-trace";

/**
 * Runs a function once on tensors without values and records what it asks for, gradients included. Outputs of type bool become int32.
 *
 * @throws RangeError or TypeError if signature, constants or results are no tensors, or names clash; Error if the function reads a
 * value that depends on its inputs; UnsupportedOperationError if it uses a kernel that cannot be traced, with the line that calls it.
 */
export function trace(fn: TensorFunction, signature: Signature, options: CompileOptions = {}): Graph {
  const { constants = {} } = options;
  checkSignature(signature, constants);
  registerGradients();
  return withRecorder((recorder) => {
    let inputs: Record<string, Value> = {};
    let outputs: Record<string, Value> = {};
    tf.tidy(() => {
      const given = mapValues(signature, (spec) => recorder.placeholder(spec.shape, spec.dtype));
      inputs = mapValues(given, (tensor) => recorder.graphValue(tensor));
      const known = mapValues(constants, ({ data, shape, dtype }) => tf.tensor(data, [...shape], dtype));
      const results = fn({ ...given, ...known });
      checkResults(results, signature);
      outputs = mapValues(results, (tensor) =>
        recorder.graphValue(tensor.dtype === "bool" ? tf.cast(tensor, "int32") : tensor),
      );
    });
    return { inputs, outputs, nodes: recorder.nodes, constants: recorder.constants };
  });
}

/** Makes a recording backend the current one during synchronous work; afterwards it is gone, and the one before is current again. */
function withRecorder<T>(work: (recorder: TraceBackend) => T): T {
  if (tf.engine().backendNames().includes(backendName)) {
    throw new Error("compile: a function must not be compiled while another is traced. Compile it before.");
  }
  const recorder = new TraceBackend();
  const before = tf.getBackend();
  registerKernels();
  tf.registerBackend(backendName, () => recorder, 0);
  tf.setBackend(backendName);
  const { stackTraceLimit } = Error;
  // tfjs lies many calls deep, and an error has to show who called it.
  Error.stackTraceLimit = 100;
  try {
    return work(recorder);
  } catch (error) {
    throw explain(error);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    tf.removeBackend(backendName);
    if (before) tf.setBackend(before);
  }
}

/** Kernels stay registered from the first trace on: they belong to the name, not to one backend. */
function registerKernels(): void {
  for (const kernelName of Object.keys(operations)) {
    if (tf.getKernel(kernelName, backendName)) continue;
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs, backend }) =>
        (backend as TraceBackend).record(kernelName, inputs, attrs ?? {}),
    });
  }
}

function checkResults(results: unknown, signature: Signature): void {
  const named = typeof results === "object" && results !== null ? Object.entries(results) : [];
  if (named.length === 0 || named.some(([, result]) => !(result instanceof tf.Tensor))) {
    throw new TypeError("compile: the function must return tensors by name, as in { y: tf.square(x) }.");
  }
  for (const [name] of named) {
    if (!Object.hasOwn(signature, name)) continue;
    throw new RangeError(
      `compile: output ${JSON.stringify(name)} must have a name of its own, it has an input's.`,
    );
  }
}

/** Turns tfjs's report of a missing kernel, three lines about bundling, into one line with its name and its caller. */
function explain(error: unknown): unknown {
  const missing =
    error instanceof Error && /Kernel '(\w+)' not registered for backend/.exec(error.message)?.[1];
  if (!missing) return error;
  const line = callerLine(error.stack ?? "", new Error().stack ?? "");
  return new UnsupportedOperationError(
    [missing],
    `compile: the function must use operations that can be traced, got ${missing}${line ? ` at ${line}` : ""}. Compose it of others, or add it to the engine (CONTRIBUTING.md, Add an operation).`,
    { cause: error },
  );
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
