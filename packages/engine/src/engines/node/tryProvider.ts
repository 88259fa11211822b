import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InferenceSession, Tensor } from "@cellgen/onnxruntime";
import { type ExecutionProvider, executionProviders } from "../../api/engineChoices.ts";
import { lowerToOnnx } from "../../lowering/lowerToOnnx.ts";
import { traceOptimized } from "../../passes/traceOptimized.ts";
import { maxRelativeDifference } from "../onnx/maxRelativeDifference.ts";
import { probeStep } from "../onnx/probeStep.ts";
import { runOnce } from "../onnx/runOnce.ts";
import { installCuda } from "./loadOnnxRuntime.ts";
import type { OnnxRuntime } from "./OnnxRuntime.ts";

/** Result of testing a provider on a small training step. */
export interface ProviderTrial {
  /** Number of operators of the step, and of those that ran on the CPU. */
  readonly operators: number;
  readonly onProcessor: number;
  /** Maximum difference of its results from the CPU's, relative to the largest magnitude of each. */
  readonly difference: number;
}

/** Maximum relative difference. The rounding errors of reduced-precision multiplication, the default on GPUs, are far smaller. */
const tolerance = 5e-3;

/**
 * Run a small training step with a provider and on the CPU.
 *
 * @param options - Options of the provider's session.
 * @throws Error with a one-line message if the provider does not work, or its results differ.
 */
export async function tryProvider(
  runtime: OnnxRuntime,
  provider: ExecutionProvider,
  options: InferenceSession.SessionOptions,
): Promise<ProviderTrial> {
  const built = runtime.listSupportedBackends().map(({ name }) => name);
  if (!built.includes(provider)) {
    const others = executionProviders.filter((name) => built.includes(name)).join(", ");
    throw new Error(
      `onnx:${provider} is not available in ONNX Runtime for ${process.platform} ${process.arch}, which has ${others}. Use onnx.`,
    );
  }
  const model = lowerToOnnx(traceOptimized(probeStep.fn, probeStep.signature));
  const feeds: Record<string, Tensor> = {};
  for (const [name, { shape }] of Object.entries(probeStep.signature)) {
    feeds[name] = new runtime.Tensor("float32", probeStep.inputs[name]!, shape);
  }
  const expected = await runOnce(runtime, model, feeds);
  const { results, providers } = await profiled(runtime, model, feeds, options).catch((error: unknown) => {
    throw new Error(reasonOf(provider, error), { cause: error });
  });
  const difference = maxRelativeDifference(results, expected);
  if (!(difference < tolerance)) {
    throw new Error(
      `onnx:${provider} must agree with the CPU, got a relative difference of ${difference.toExponential(0)}. Use onnx, or another driver.`,
    );
  }
  const onProcessor = providers.filter((name) => name === "CPUExecutionProvider").length;
  return { operators: providers.length, onProcessor, difference };
}

/** Return the outputs, and the provider of each operator, which the runtime reports only in its profile file. */
async function profiled(
  runtime: OnnxRuntime,
  model: Uint8Array,
  feeds: Readonly<Record<string, Tensor>>,
  options: InferenceSession.SessionOptions,
): Promise<{ results: Record<string, Float32Array>; providers: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "cellgen-provider-"));
  try {
    const profile = { enableProfiling: true, profileFilePrefix: join(folder, "profile") };
    const results = await runOnce(runtime, model, feeds, { ...options, ...profile, logSeverityLevel: 4 });
    const [file] = await readdir(folder);
    const events = JSON.parse(await readFile(join(folder, file!), "utf8")) as readonly {
      readonly args?: { readonly provider?: string };
    }[];
    return { results, providers: events.flatMap(({ args }) => args?.provider ?? []) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Return the missing requirement for known error messages. */
function reasonOf(provider: ExecutionProvider, error: unknown): string {
  const message = error instanceof Error ? error.message.trim() : String(error);
  if (/WebGPU adapter/i.test(message)) {
    return "onnx:webgpu needs a WebGPU adapter, but none was found. Install the GPU driver (on Linux, the Vulkan driver), or use onnx.";
  }
  if (provider === "cuda" && /load shared library|libonnxruntime_providers/.test(message)) {
    return `onnx:cuda needs an NVIDIA GPU, CUDA 12, cuDNN 9 and ONNX Runtime's CUDA libraries, which do not load. Run ${installCuda}, or use onnx.`;
  }
  return `onnx:${provider} does not start (${message.split("\n")[0]}). Use onnx.`;
}
