import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { CompiledFunction, CompileOptions, Engine, TensorFunction } from "../engine.ts";
import { lowerToOnnx } from "../lowering/lowerToOnnx.ts";
import {
  checkArray,
  checkInputs,
  type HostArray,
  type Signature,
  sizeOf,
  type TensorSpec,
} from "../signature.ts";
import { traceOptimized } from "../traceToOnnx.ts";
import { setEagerBackend } from "./setEagerBackend.ts";

type OnnxRuntime = typeof import("onnxruntime-node");

/**
 * The engine that compiles: a function is traced to an ONNX graph, and ONNX Runtime's native code runs it.
 *
 * @throws Error if onnxruntime-node is not installed, or has no library for this platform.
 */
export async function onnxEngine(): Promise<Engine> {
  const runtime = await loadOnnxRuntime();
  await setEagerBackend();
  const threads = physicalCores();
  return {
    name: "onnx",
    description: `onnx: ONNX Runtime ${runtime.env.versions.node ?? ""} on the CPU, ${threads} thread${threads > 1 ? "s" : ""}`,
    compile: (fn, signature, options) => compileOnnx(runtime, threads, fn, signature, options),
    dispose: async () => {},
  };
}

async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  try {
    const module = await import("onnxruntime-node");
    return (module as { default?: OnnxRuntime }).default ?? module;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new Error(
      `onnxruntime-node does not load (${reason}). Install it: npm install onnxruntime-node@1.30.0`,
      {
        cause: error,
      },
    );
  }
}

async function compileOnnx(
  runtime: OnnxRuntime,
  threads: number,
  fn: TensorFunction,
  signature: Signature,
  options: CompileOptions = {},
): Promise<CompiledFunction> {
  const graph = traceOptimized(fn, signature, options);
  // An input that no output depends on is dropped by ONNX Runtime; it is checked, and not fed.
  const fed = new Set(
    graph.nodes.flatMap((node) => Object.values(node.inputs)).concat(Object.values(graph.outputs)),
  );
  const session = await runtime.InferenceSession.create(lowerToOnnx(graph), sessionOptions(threads));
  const outputs: Record<string, TensorSpec> = {};
  for (const [name, value] of Object.entries(graph.outputs)) {
    outputs[name] = { shape: value.shape, dtype: value.dtype === "float32" ? "float32" : "int32" };
  }
  const wrap = (spec: TensorSpec, values: HostArray): Tensor =>
    spec.dtype === "float32"
      ? new runtime.Tensor("float32", values as Float32Array, spec.shape)
      : new runtime.Tensor("int32", values as Int32Array, spec.shape);

  const run = async (
    inputs: Readonly<Record<string, HostArray>>,
    into: Readonly<Record<string, HostArray>> = {},
  ): Promise<Record<string, HostArray>> => {
    checkInputs(signature, inputs);
    const feeds: Record<string, Tensor> = {};
    for (const [name, spec] of Object.entries(signature)) {
      if (fed.has(graph.inputs[name]!)) feeds[name] = wrap(spec, inputs[name]!);
    }
    const results: Record<string, HostArray> = {};
    const fetches: Record<string, Tensor> = {};
    for (const [name, spec] of Object.entries(outputs)) {
      const given = into[name];
      if (given) checkArray(`output "${name}"`, spec, given);
      const values =
        given ??
        (spec.dtype === "float32"
          ? new Float32Array(sizeOf(spec.shape))
          : new Int32Array(sizeOf(spec.shape)));
      results[name] = values;
      // Preallocated outputs are written in place; the tensors that `run` returns are others.
      fetches[name] = wrap(spec, values);
    }
    await session.run(feeds, fetches);
    return results;
  };
  return Object.assign(run, { outputs, dispose: () => session.release() });
}

function sessionOptions(threads: number): InferenceSession.SessionOptions {
  return {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    // As fast without, in two thirds of the memory.
    enableMemPattern: false,
    logSeverityLevel: 3,
    // Threads that wait for work spin this long: by default they disturb what runs next to them for tens of milliseconds.
    extra: { session: { intra_op: { spin_duration_us: "1000" } } },
  };
}

/** Cores that compute by themselves: two threads on one core slow this work down. */
function physicalCores(): number {
  const available = availableParallelism();
  try {
    if (process.platform === "linux") {
      const blocks = readFileSync("/proc/cpuinfo", "utf8").split("\n\n");
      const field = (block: string, name: string) => new RegExp(`^${name}\\s*: (\\d+)`, "m").exec(block)?.[1];
      const cores = new Set(
        blocks
          .filter((block) => field(block, "core id"))
          .map((block) => `${field(block, "physical id")} ${field(block, "core id")}`),
      );
      if (cores.size > 0) return Math.min(cores.size, available);
    }
    if (process.platform === "darwin") {
      return Math.min(
        Number(execFileSync("sysctl", ["-n", "hw.physicalcpu"], { encoding: "utf8" })),
        available,
      );
    }
  } catch {
    // What cannot be found out is assumed: one thread for each logical core.
  }
  return available;
}
