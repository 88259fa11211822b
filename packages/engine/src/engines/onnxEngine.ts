import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { CompiledFunction, Engine, EngineOptions } from "../engine.ts";
import { type LoweringTarget, lowerToOnnx } from "../lowering/lowerToOnnx.ts";
import { fuseKernels } from "../passes/fuseKernels.ts";
import type { Int8Filters } from "../passes/quantizeConvolutions.ts";
import { traceOptimized } from "../passes/traceOptimized.ts";
import type { HostArray, Signature, TensorSpec } from "../signature.ts";
import type { Graph } from "../trace/graph.ts";
import { compiledFunction, signatureOf } from "./compiledFunction.ts";
import { int8Filters } from "./int8Filters.ts";
import { int8Graph } from "./int8Graph.ts";
import { nchwcBlockSize } from "./nchwcBlockSize.ts";
import { physicalCores } from "./physicalCores.ts";
import { setEagerBackend } from "./setEagerBackend.ts";

type OnnxRuntime = typeof import("onnxruntime-node");

/**
 * The engine that compiles: a function is traced to an ONNX graph, and ONNX Runtime's native code runs it.
 *
 * @throws Error if onnxruntime-node is not installed, or has no library for this platform.
 */
export async function onnxEngine({
  threads = physicalCores(),
  shareCores = false,
  blocks = true,
}: EngineOptions): Promise<Engine> {
  const runtime = await loadOnnxRuntime();
  setEagerBackend();
  const blockSize = blocks ? await nchwcBlockSize(runtime) : undefined;
  const sessionOptions = sessionOptionsOf(threads, shareCores);
  let filters: Promise<Int8Filters> | undefined;
  return {
    name: "onnx",
    description: [
      `onnx: ONNX Runtime ${runtime.env.versions.node ?? ""} on the CPU`,
      ...(threads === undefined ? [] : [`${threads} thread${threads > 1 ? "s" : ""}`]),
      ...(shareCores ? ["shared cores"] : []),
      blockSize === undefined ? "plain operators" : `blocks of ${blockSize} channels`,
    ].join(", "),
    compile: async (fn, signature, options) => {
      const traced = traceOptimized(fn, signature, options);
      const compiled = async (graph: Graph, target: LoweringTarget = {}): Promise<CompiledFunction> => {
        const session = await runtime.InferenceSession.create(lowerToOnnx(graph, target), sessionOptions);
        return compiledSession(runtime, session, signature, signatureOf(graph.outputs));
      };
      if (options?.int8) {
        filters ??= int8Filters(runtime);
        return compiled(await int8Graph(traced, options.int8, compiled, await filters));
      }
      return compiled(blockSize === undefined ? traced : fuseKernels(traced), { blockSize });
    },
    dispose: async () => {},
  };
}

async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  // Otherwise the runtime writes telemetry below the home folder as soon as it is loaded, and queues it to be sent.
  process.env["ORT_DISABLE_TELEMETRY"] ??= "1";
  try {
    const module = await import("onnxruntime-node");
    return (module as { default?: OnnxRuntime }).default ?? module;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new Error(
      `onnxruntime-node does not load (${reason}). Install it: npm install onnxruntime-node@1.30.0`,
      { cause: error },
    );
  }
}

function compiledSession(
  runtime: OnnxRuntime,
  session: InferenceSession,
  signature: Signature,
  outputSpecs: Signature,
): CompiledFunction {
  // What is sent to a closed port is freed.
  const { port1: nowhere } = new MessageChannel();
  nowhere.close();
  const wrappers = { inputs: new Map<string, Tensor>(), outputs: new Map<string, Tensor>() };

  /** The runtime's tensor around an array. Kept until another array comes, since parameters and gradients, hundreds, stay the same. */
  function wrap(kind: keyof typeof wrappers, name: string, spec: TensorSpec, values: HostArray): Tensor {
    const known = wrappers[kind].get(name);
    if (known?.data === values) return known;
    const tensor =
      spec.dtype === "float32"
        ? new runtime.Tensor("float32", values as Float32Array, spec.shape)
        : new runtime.Tensor("int32", values as Int32Array, spec.shape);
    wrappers[kind].set(name, tensor);
    return tensor;
  }

  return compiledFunction(signature, outputSpecs, {
    execute: async (inputs, outputs) => {
      const feeds: Record<string, Tensor> = {};
      // Inputs that no output depends on are none of the session's.
      for (const name of session.inputNames) {
        feeds[name] = wrap("inputs", name, signature[name]!, inputs[name]!);
      }
      const fetches: Record<string, Tensor> = {};
      const written = new Set<Tensor["data"]>(Object.values(outputs));
      for (const [name, spec] of Object.entries(outputSpecs)) {
        fetches[name] = wrap("outputs", name, spec, outputs[name]!);
      }
      // Preallocated outputs are written in place; the tensors that `run` returns are copies of them. They are freed now: a training step
      // would leave as many bytes to the garbage collector as its gradients have, which comes for them late.
      const copies = Object.values(await session.run(feeds, fetches)).filter(
        ({ data }) => !written.has(data),
      );
      nowhere.postMessage(
        null,
        copies.map(({ data }) => (data as HostArray).buffer as ArrayBuffer),
      );
    },
    free: () => session.release(),
  });
}

function sessionOptionsOf(threads: number | undefined, shareCores: boolean): InferenceSession.SessionOptions {
  return {
    executionProviders: ["cpu"],
    ...(threads !== undefined && { intraOpNumThreads: threads }),
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    // As fast without, in two thirds of the memory.
    enableMemPattern: false,
    logSeverityLevel: 3,
    // Threads that wait for work spin this long: by default they disturb what runs next to them for tens of milliseconds.
    extra: {
      session: {
        intra_op: shareCores ? { allow_spinning: "0" } : { spin_duration_us: "1000" },
        // Graphs have their operators on eight bits already; looking for others, the runtime would compute the same float32 several times.
        disable_quant_qdq: "1",
      },
    },
  };
}
