import type { InferenceSession, Tensor } from "onnxruntime-web";
import type { Engine, EngineOptions } from "../../api/engine.ts";
import type { ExecutionProvider } from "../../api/engineChoices.ts";
import type { HostArray } from "../../api/signature.ts";
import { onnxEngine } from "../onnx/onnxEngine.ts";
import { loadOnnxRuntime } from "./loadOnnxRuntime.ts";
import { requireWebGpu } from "./requireWebGpu.ts";

/**
 * Start the engine `onnx` with onnxruntime-web, in WebAssembly, or with WebGPU as `onnx:webgpu`.
 *
 * @throws Error if onnxruntime-web is not installed, its binaries are not found, or there is no WebGPU adapter.
 */
export async function onnx(options: EngineOptions, provider: ExecutionProvider): Promise<Engine> {
  if (provider !== "cpu" && provider !== "webgpu") {
    throw new Error(`onnx:${provider} cannot be used in a web page. Use onnx or onnx:webgpu.`);
  }
  const gpu = provider === "webgpu";
  if (gpu) await requireWebGpu("onnx:webgpu");
  const { runtime, threads } = await loadOnnxRuntime(gpu ? "webgpu" : "wasm", options);
  return onnxEngine({
    runtime,
    provider,
    description: `ONNX Runtime ${runtime.env.versions.web ?? ""} in ${gpu ? "WebGPU" : `WebAssembly, ${threads} thread${threads > 1 ? "s" : ""}`}`,
    sessionOptions: {
      executionProviders: [gpu ? "webgpu" : "wasm"],
      graphOptimizationLevel: "all",
      // Equally fast without it, with two thirds of the memory.
      enableMemPattern: false,
      // Errors are thrown.
      logSeverityLevel: 4,
      // Graphs already contain their int8 operators. Searching for others makes the runtime compute the same float32 values several times.
      extra: { session: { disable_quant_qdq: "1" } },
    },
    // WebAssembly has no instructions for the blocked layout.
    blocks: false,
    amx: false,
    run: runAndCopy,
  });
}

/** Run and copy the outputs: onnxruntime-web does not write into given output tensors. */
async function runAndCopy(
  session: InferenceSession,
  feeds: Readonly<Record<string, Tensor>>,
  outputs: Readonly<Record<string, Tensor>>,
): Promise<void> {
  const results = await session.run(feeds);
  for (const [name, { data }] of Object.entries(outputs)) {
    (data as HostArray).set(results[name]!.data as HostArray);
  }
}
