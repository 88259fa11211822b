import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { EngineUnavailableError } from "../../api/EngineUnavailableError.ts";
import type { ExecutionProvider } from "../../api/engineChoices.ts";
import { type FullOnnxRuntime, findFullOnnxRuntime } from "./findFullOnnxRuntime.ts";
import type { OnnxRuntime } from "./OnnxRuntime.ts";

/** Minimum tested version. Older versions lack operators, or compute them differently. */
const minimum = [1, 30] as const;
const latest = `${minimum.join(".")}.0`;

/** Command that installs the package with all providers. npm 12 runs no install scripts, but npm 11 does: CUDA's is run explicitly. */
const installFull = `npm install --ignore-scripts onnxruntime-node@${latest}`;
export const installCuda = "node node_modules/onnxruntime-node/script/install.js";

/**
 * Providers that `@cellgen/onnxruntime` excludes for their size: platforms of onnxruntime-node that have them, and the install command.
 */
const large: Partial<Record<ExecutionProvider, { platforms: readonly string[]; install: string }>> = {
  cuda: { platforms: ["linux-x64"], install: `${installFull} && ${installCuda}` },
  dml: { platforms: ["win32-x64", "win32-arm64"], install: installFull },
};

let smallIsLoaded = false;

/**
 * Load ONNX Runtime: `@cellgen/onnxruntime`, or for a provider that it excludes, onnxruntime-node from the ancestor folders of this package
 * or the current folder. If onnxruntime-node is found above this package, all providers use it, because a process can load only one ONNX
 * Runtime library.
 *
 * @throws Error if the package with the provider is not installed, does not load, or is too old.
 */
export async function loadOnnxRuntime(provider: ExecutionProvider = "cpu"): Promise<OnnxRuntime> {
  // ONNX Runtime writes telemetry to the home folder when it is loaded, and queues it for sending.
  process.env["ORT_DISABLE_TELEMETRY"] ??= "1";
  const runtime = await load(provider);
  // Failures are thrown; without this, the runtime also prints failures of providers.
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
  const remedy = `Install it: ${install}. Or use onnx.`;
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
      `onnx:${provider} must be the first engine of its process: another engine has loaded ONNX Runtime without ${provider}. Start it first, or use onnx.`,
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
  const version = runtime.env.versions.node ?? "an unknown version";
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
