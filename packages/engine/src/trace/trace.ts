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
 * Run a function once with symbolic tensors and record its operations, including gradients. Outputs of type bool become int32.
 *
 * @throws RangeError or TypeError if the signature, constants or results are invalid, or names are equal; Error if the function reads a value
 * that depends on its inputs; UnsupportedOperationError if it uses a kernel that cannot be traced, with the line of the call.
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

/** Run synchronous work with a recording backend, then remove it and restore the previous backend. */
function withRecorder<T>(work: (recorder: TraceBackend) => T): T {
  if (tf.engine().backendNames().includes(backendName)) {
    throw new Error("compile: must not be called while another function is traced. Call it before.");
  }
  const recorder = new TraceBackend();
  const before = tf.getBackend();
  registerKernels();
  tf.registerBackend(backendName, () => recorder, 0);
  tf.setBackend(backendName);
  const { stackTraceLimit } = Error;
  // tfjs has deep call stacks, and the error must show the calling function.
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

/** Register the kernels once: they belong to the backend name, not to one backend. */
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
      `compile: output ${JSON.stringify(name)} must not have the name of an input. Rename it.`,
    );
  }
}

/** Convert tfjs's error for a missing kernel, three lines about bundling, to one line with its name and its caller. */
function explain(error: unknown): unknown {
  const missing =
    error instanceof Error && /Kernel '(\w+)' not registered for backend/.exec(error.message)?.[1];
  if (!missing) return error;
  const line = callerLine(error.stack ?? "", new Error().stack ?? "");
  return new UnsupportedOperationError(
    [missing],
    `compile: the function must use only operations that can be traced, got ${missing}${line ? ` at ${line}` : ""}. Compose it from other operations, or add it to the engine (CONTRIBUTING.md, Add an operation).`,
    { cause: error },
  );
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
