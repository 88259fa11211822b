import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { Engine, EngineOptions, ExecutionProvider } from "../../engine.ts";
import type { HostArray } from "../../signature.ts";
import { onnxEngine } from "../onnx/onnxEngine.ts";
import { hasAmx } from "./hasAmx.ts";
import { physicalCores } from "./physicalCores.ts";

type OnnxRuntime = typeof import("onnxruntime-node");

/**
 * The engine `onnx` over onnxruntime-node.
 *
 * @throws Error if onnxruntime-node is not installed, or has no library for this platform.
 */
export async function onnx(
  { threads = physicalCores(), shareCores = false, blocks = true }: EngineOptions,
  provider: ExecutionProvider,
): Promise<Engine> {
  if (provider !== "cpu") {
    throw new Error(`onnx:${provider} cannot be used in Node. Take onnx, which computes on the processor.`);
  }
  const runtime = await loadOnnxRuntime();
  return onnxEngine({
    runtime,
    description: [
      `ONNX Runtime ${runtime.env.versions.node ?? ""} on the CPU`,
      ...(threads === undefined ? [] : [`${threads} thread${threads > 1 ? "s" : ""}`]),
      ...(shareCores ? ["shared cores"] : []),
    ].join(", "),
    sessionOptions: sessionOptionsOf(threads, shareCores),
    blocks,
    amx: hasAmx(),
    run: runInPlace(),
  });
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

/** Runs sessions of onnxruntime-node, which writes preallocated outputs in place. */
function runInPlace(): (
  session: InferenceSession,
  feeds: Readonly<Record<string, Tensor>>,
  outputs: Readonly<Record<string, Tensor>>,
) => Promise<void> {
  // What is sent to a closed port is freed.
  const { port1: nowhere } = new MessageChannel();
  nowhere.close();
  return async (session, feeds, outputs) => {
    // The tensors that `run` returns are copies of the outputs. They are freed now: a training step would leave as many bytes to the
    // garbage collector as its gradients have, which comes for them late.
    const results = await session.run(feeds, outputs);
    const copies: ArrayBuffer[] = [];
    for (const name in results) {
      const { data } = results[name]!;
      if (data !== outputs[name]!.data) copies.push((data as HostArray).buffer as ArrayBuffer);
    }
    nowhere.postMessage(null, copies);
  };
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
