import { createRequire } from "node:module";
import type { Binding } from "./Binding.ts";

/** Version of the ONNX Runtime in the platform packages, which is also their package version. */
export const onnxRuntimeVersion = "1.30.0";

/** Platforms with a package, named by `process.platform` and `process.arch`. */
export const platforms: readonly string[] = [
  "darwin-arm64",
  "linux-arm64",
  "linux-x64",
  "win32-arm64",
  "win32-x64",
];

/**
 * Load the native module from the package of the platform.
 *
 * @param require - Loads the package.
 * @throws Error with code `ERR_ONNXRUNTIME_BINDING` if there is no package for the platform, it is not installed, or its library cannot be
 * loaded.
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
  // On load, the runtime writes telemetry to the home folder and queues it for upload.
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
    return `@cellgen/onnxruntime: ${name} cannot be loaded (${message.split("\n")[0]}).`;
  if (lacksGlibc())
    return "@cellgen/onnxruntime: ONNX Runtime requires glibc, which this Linux system lacks. Use a distribution with glibc.";
  return `@cellgen/onnxruntime: ${name} must be installed. Install it: npm install ${name}@${onnxRuntimeVersion}`;
}

/** Return whether this is a Linux without glibc, such as Alpine, where package managers skip the platform package. */
function lacksGlibc(): boolean {
  if (process.platform !== "linux") return false;
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime === undefined;
}
