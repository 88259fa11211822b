import { EngineUnavailableError } from "../../api/EngineUnavailableError.ts";
import type { EngineOptions } from "../../api/engine.ts";
import type { Value } from "../../graph/graph.ts";
import { lowerToOnnx } from "../../lowering/lowerToOnnx.ts";
import { oneAtATime } from "./oneAtATime.ts";

type OnnxRuntime = typeof import("onnxruntime-web");

/** Loaded onnxruntime-web. */
export interface LoadedRuntime {
  readonly runtime: OnnxRuntime;
  /** Number of compute threads. */
  readonly threads: number;
}

const binaryOf = {
  wasm: "ort-wasm-simd-threaded.wasm",
  webgpu: "ort-wasm-simd-threaded.asyncify.wasm",
};

export type Provider = keyof typeof binaryOf;

const loaded = new Map<string, Promise<LoadedRuntime>>();

/**
 * Load onnxruntime-web with the files of a provider. It is started once per page, so the options of the first engine of a provider apply to
 * all.
 *
 * @throws EngineUnavailableError if it is not installed; Error if its binary is not found.
 */
export function loadOnnxRuntime(provider: Provider, options: EngineOptions): Promise<LoadedRuntime> {
  const known = loaded.get(provider);
  if (known) return known;
  const started = start(provider, options);
  loaded.set(provider, started);
  return started;
}

async function start(provider: Provider, { threads, binaries }: EngineOptions): Promise<LoadedRuntime> {
  const { env, InferenceSession, Tensor } = await importRuntime(provider);
  const binary = binaryOf[provider];
  if (binaries !== undefined) env.wasm.wasmPaths = { wasm: new URL(`${binaries}${binary}`, location.href) };
  if (!globalThis.crossOriginIsolated) env.wasm.numThreads = 1;
  else if (threads !== undefined) env.wasm.numThreads = threads;
  env.logLevel = "error";
  const runtime = oneAtATime({ env, InferenceSession, Tensor } as OnnxRuntime);
  try {
    await tryOut(runtime, provider);
  } catch (error) {
    throw new Error(
      `onnxruntime-web does not start (${reasonOf(error)}). ${remedyFor(error, binary, binaries)}`,
      {
        cause: error,
      },
    );
  }
  return { runtime, threads: env.wasm.numThreads ?? 1 };
}

async function importRuntime(provider: Provider): Promise<OnnxRuntime> {
  try {
    // Bundlers treat imports awaited like this as allowed to fail.
    if (provider === "webgpu") return await import("onnxruntime-web/webgpu");
    return await import("onnxruntime-web/wasm");
  } catch (error) {
    throw new EngineUnavailableError(
      "onnx",
      "ERR_ENGINE_NOT_INSTALLED",
      `onnxruntime-web does not load (${reasonOf(error)}). Install it: npm install onnxruntime-web@1.30.0`,
      { cause: error },
    );
  }
}

/** Return the first line of the error, without its prefixes. */
function reasonOf(error: unknown): string {
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return line
    .replace(/^no available backend found\. ERR: \[\w+\] /, "")
    .replace(/^RuntimeError: Aborted\((.*)\)\. Build with -sASSERTIONS for more info\.$/, "$1");
}

function remedyFor(error: unknown, binary: string, binaries: string | undefined): string {
  if (/Content Security Policy/i.test(String(error))) {
    return "The page's Content-Security-Policy must allow 'wasm-unsafe-eval' in script-src.";
  }
  const place = binaries === undefined ? "from the folder of the script that loads it" : `from ${binaries}`;
  return `Its file ${binary} must be served ${place}. Set the option binaries for another folder, then reload the page.`;
}

/** Run a first model, for which the runtime fetches its binary and finds the GPU. */
async function tryOut({ InferenceSession, Tensor }: OnnxRuntime, provider: Provider): Promise<void> {
  const [x, y] = [0, 1].map((id): Value => ({ id, shape: [1], dtype: "float32" })) as [Value, Value];
  const model = lowerToOnnx({
    inputs: { x },
    constants: new Map(),
    nodes: [{ kernel: "Neg", inputs: { x }, attributes: {}, outputs: [y] }],
    outputs: { y },
  });
  const session = await InferenceSession.create(model, { executionProviders: [provider] });
  await session.run({ x: new Tensor("float32", Float32Array.of(1), [1]) });
  await session.release();
}
