import { createRequire } from "node:module";
import type { Binding } from "./Binding.ts";

/** The ONNX Runtime that the platform packages hold; they share its version. */
export const onnxRuntimeVersion = "1.30.0";

/** The platforms that have a package, as `process.platform` and `process.arch` name them. */
export const platforms: readonly string[] = [
  "darwin-arm64",
  "linux-arm64",
  "linux-x64",
  "win32-arm64",
  "win32-x64",
];

/**
 * Load the native module out of the package of a platform.
 *
 * @param require - Loads the package.
 * @throws Error with code `ERR_ONNXRUNTIME_BINDING` if there is no package for the platform, if it is not installed, or if its library does not
 * load.
 */
export function loadBinding(
  platform: string = `${process.platform}-${process.arch}`,
  require: (name: string) => unknown = createRequire(import.meta.url),
): Binding {
  if (!platforms.includes(platform)) {
    throw unavailable(
      `@cellgen/onnxruntime: platform must be one of ${platforms.join(", ")}, got ${platform}.`,
    );
  }
  // The runtime writes telemetry below the home folder as soon as it is loaded, and queues it to be sent.
  process.env["ORT_DISABLE_TELEMETRY"] ??= "1";
  const name = `@cellgen/onnxruntime-${platform}`;
  try {
    return require(name) as Binding;
  } catch (cause) {
    throw unavailable(reasonOf(cause, name), { cause });
  }
}

function unavailable(message: string, options?: ErrorOptions): Error {
  return Object.assign(new Error(message, options), { code: "ERR_ONNXRUNTIME_BINDING" });
}

function reasonOf(error: unknown, name: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== "MODULE_NOT_FOUND")
    return `@cellgen/onnxruntime: ${name} does not load (${message.split("\n")[0]}).`;
  if (lacksGlibc())
    return "@cellgen/onnxruntime: ONNX Runtime needs glibc, and this Linux has another C library. Use a distribution with glibc.";
  return `@cellgen/onnxruntime: ${name} must be installed. Install it: npm install ${name}@${onnxRuntimeVersion}`;
}

/** Whether this is a Linux like Alpine: package managers skip the platform's package there. */
function lacksGlibc(): boolean {
  if (process.platform !== "linux") return false;
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime === undefined;
}
