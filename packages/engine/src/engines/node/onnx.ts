import type { InferenceSession, Tensor } from "@cellgen/onnxruntime";
import type { Engine, EngineOptions } from "../../api/engine.ts";
import type { ExecutionProvider } from "../../api/engineChoices.ts";
import type { HostArray } from "../../api/signature.ts";
import { onnxEngine } from "../onnx/onnxEngine.ts";
import { hasAmx } from "./hasAmx.ts";
import { loadOnnxRuntime } from "./loadOnnxRuntime.ts";
import type { OnnxRuntime } from "./OnnxRuntime.ts";
import { physicalCores } from "./physicalCores.ts";
import { tryProvider } from "./tryProvider.ts";

/**
 * Start the engine `onnx` with ONNX Runtime's native library. A provider other than the CPU is first tested on a small training step.
 *
 * @param load - Loads ONNX Runtime.
 * @throws Error if ONNX Runtime is not installed, is too old, or has no library for this platform; or if the provider does not work, or its
 * results differ from the CPU's.
 */
export async function onnx(
  { threads = physicalCores(), shareCores = false, blocks = true }: EngineOptions,
  provider: ExecutionProvider,
  load: (provider: ExecutionProvider) => Promise<OnnxRuntime> = loadOnnxRuntime,
): Promise<Engine> {
  const runtime = await load(provider);
  const sessionOptions = sessionOptionsOf(provider, threads, shareCores);
  return onnxEngine({
    runtime,
    provider,
    description: [
      `ONNX Runtime ${runtime.env.versions.node}${provider === "cpu" ? " on the CPU" : ""}`,
      ...(provider === "cpu" ? [] : [await describeTrial(runtime, provider, sessionOptions)]),
      ...(threads === undefined ? [] : [`${threads} thread${threads > 1 ? "s" : ""}`]),
      ...(shareCores ? ["shared cores"] : []),
    ].join(", "),
    sessionOptions,
    blocks,
    amx: hasAmx(),
    run: runInPlace(),
  });
}

async function describeTrial(
  runtime: OnnxRuntime,
  provider: ExecutionProvider,
  options: InferenceSession.SessionOptions,
): Promise<string> {
  const { operators, onProcessor, difference } = await tryProvider(runtime, provider, options);
  return `${onProcessor} of ${operators} operators of a small training step run on the CPU, maximum difference ${difference.toExponential(0)}`;
}

/** Run sessions of the native library, which writes preallocated outputs in place. */
function runInPlace(): (
  session: InferenceSession,
  feeds: Readonly<Record<string, Tensor>>,
  outputs: Readonly<Record<string, Tensor>>,
) => Promise<void> {
  // Buffers that are transferred to a closed port are freed.
  const { port1: nowhere } = new MessageChannel();
  nowhere.close();
  return async (session, feeds, outputs) => {
    // The tensors that `run` returns are copies of the outputs. Free them now: in a training step, they are as large as all gradients,
    // and the garbage collector would free them late.
    const results = await session.run(feeds, outputs);
    const copies: ArrayBuffer[] = [];
    for (const name in results) {
      const { data } = results[name]!;
      if (data !== outputs[name]!.data) copies.push((data as HostArray).buffer as ArrayBuffer);
    }
    nowhere.postMessage(null, copies);
  };
}

function sessionOptionsOf(
  provider: ExecutionProvider,
  threads: number | undefined,
  shareCores: boolean,
): InferenceSession.SessionOptions {
  return {
    // Operators that the provider does not support run on the CPU.
    executionProviders: provider === "cpu" ? ["cpu"] : [provider, "cpu"],
    ...(threads !== undefined && { intraOpNumThreads: threads }),
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    // Equally fast without it, with two thirds of the memory.
    enableMemPattern: false,
    // Errors are thrown.
    logSeverityLevel: 4,
    // Limit the spinning of waiting threads: by default, they slow down other work for tens of milliseconds.
    extra: {
      session: {
        intra_op: shareCores ? { allow_spinning: "0" } : { spin_duration_us: "1000" },
        // Graphs already contain their int8 operators. Searching for others makes the runtime compute the same float32 values several times.
        disable_quant_qdq: "1",
      },
    },
  };
}
