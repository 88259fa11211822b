import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { EngineUnavailableError } from "../../api/EngineUnavailableError.ts";
import type { ExecutionProvider } from "../../api/engineChoices.ts";
import { type FullOnnxRuntime, findFullOnnxRuntime } from "./findFullOnnxRuntime.ts";
import type { OnnxRuntime } from "./OnnxRuntime.ts";

/** The version that engines are tested with. Older ones lack operators, or compute them differently. */
const minimum = [1, 30] as const;
const latest = `${minimum.join(".")}.0`;

/** Installs the package with all providers. npm 12 runs no install scripts, npm 11 does: CUDA's is called by itself. */
const installFull = `npm install --ignore-scripts onnxruntime-node@${latest}`;
export const installCuda = "node node_modules/onnxruntime-node/script/install.js";

/** The providers that `@cellgen/onnxruntime` leaves out for their size: where onnxruntime-node has them, and how to install them. */
const large: Partial<Record<ExecutionProvider, { platforms: readonly string[]; install: string }>> = {
  cuda: { platforms: ["linux-x64"], install: `${installFull} && ${installCuda}` },
  dml: { platforms: ["win32-x64", "win32-arm64"], install: installFull },
};

let smallIsLoaded = false;

/**
 * Load ONNX Runtime: `@cellgen/onnxruntime`, or for a provider that it leaves out the onnxruntime-node above this package or above the current
 * folder. Where onnxruntime-node is above this package, all providers use it: a process has one library of ONNX Runtime.
 *
 * @throws Error if the package that has the provider is not installed, does not load, or is too old.
 */
export async function loadOnnxRuntime(provider: ExecutionProvider = "cpu"): Promise<OnnxRuntime> {
  // The runtime writes telemetry below the home folder as soon as it is loaded, and queues it to be sent.
  process.env["ORT_DISABLE_TELEMETRY"] ??= "1";
  const runtime = await load(provider);
  // Failures are thrown; the runtime would also print those of providers.
  runtime.env.logLevel = "fatal";
  return runtime;
}

async function load(provider: ExecutionProvider): Promise<OnnxRuntime> {
  const beside = findFullOnnxRuntime(dirname(fileURLToPath(import.meta.url)));
  const { platforms = [], install = "" } = large[provider] ?? {};
  if (platforms.includes(`${process.platform}-${process.arch}`)) {
    const full = beside ?? findFullOnnxRuntime(process.cwd());
    return loadFull(full, provider, install);
  }
  if (beside && isRecent(beside.version)) {
    try {
      return beside.load();
    } catch {
      // The small package has the same library.
    }
  }
  return loadSmall();
}

function loadFull(
  full: FullOnnxRuntime | undefined,
  provider: ExecutionProvider,
  install: string,
): OnnxRuntime {
  const remedy = `Install it: ${install}. Or take onnx.`;
  if (!full) {
    throw new EngineUnavailableError(
      `onnx:${provider}`,
      "ERR_ENGINE_NOT_INSTALLED",
      `onnx:${provider} needs the package onnxruntime-node, which is not installed. ${remedy}`,
    );
  }
  if (!isRecent(full.version)) {
    throw new Error(
      `onnx:${provider} needs onnxruntime-node ${minimum.join(".")} or newer, got ${full.version}. ${remedy}`,
    );
  }
  if (smallIsLoaded) {
    throw new Error(
      `onnx:${provider} must be the first engine of its process, another has loaded ONNX Runtime without ${provider}. Start it first, or take onnx.`,
    );
  }
  try {
    return full.load();
  } catch (cause) {
    throw new Error(`onnx:${provider}: onnxruntime-node does not load (${reasonOf(cause)}). ${remedy}`, {
      cause,
    });
  }
}

async function loadSmall(): Promise<OnnxRuntime> {
  const install = "Install it: npm install @cellgen/onnxruntime";
  let runtime: OnnxRuntime;
  try {
    runtime = await import("@cellgen/onnxruntime");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ERR_ONNXRUNTIME_BINDING") throw cause;
    throw new Error(`@cellgen/onnxruntime does not load (${reasonOf(cause)}). ${install}`, { cause });
  }
  smallIsLoaded = true;
  const version = runtime.env.versions.node ?? "an unknown one";
  if (!isRecent(version)) {
    throw new Error(
      `@cellgen/onnxruntime must have ONNX Runtime ${minimum.join(".")} or newer, got ${version}. ${install}`,
    );
  }
  return runtime;
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > minimum[0] || (major === minimum[0] && minor >= minimum[1]);
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
}
