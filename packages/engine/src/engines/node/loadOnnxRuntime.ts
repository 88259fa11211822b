export type OnnxRuntime = typeof import("onnxruntime-node");

/** The version that engines are tested with; older ones lack operators, or compute them otherwise. */
const wanted = [1, 30] as const;
const install = `Install it: npm install onnxruntime-node@${wanted.join(".")}.0`;

/**
 * Loads onnxruntime-node.
 *
 * @throws Error if it is not installed, has no library for this platform, or is too old.
 */
export async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  // Otherwise the runtime writes telemetry below the home folder as soon as it is loaded, and queues it to be sent.
  process.env["ORT_DISABLE_TELEMETRY"] ??= "1";
  const runtime = await load();
  const version = runtime.env.versions.node ?? "an unknown one";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (!(major > wanted[0] || (major === wanted[0] && minor >= wanted[1]))) {
    throw new Error(
      `onnxruntime-node must be of version ${wanted.join(".")} or newer, got ${version}. ${install}`,
    );
  }
  // Failures are thrown; the runtime would print those of providers beside.
  runtime.env.logLevel = "fatal";
  return runtime;
}

async function load(): Promise<OnnxRuntime> {
  try {
    const module = await import("onnxruntime-node");
    return (module as { default?: OnnxRuntime }).default ?? module;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new Error(`onnxruntime-node does not load (${reason}). ${install}`, { cause: error });
  }
}
