import { type Engine, EngineUnavailableError } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import type { EngineSettings } from "../options/engineOptions.ts";
import { UsageError } from "../terminal/usageError.ts";

/** Start the requested engine. @throws UsageError if it cannot be used on this machine, or a flag applies to another engine. */
export async function startEngine(settings: EngineSettings): Promise<Engine> {
  checkEngineFlags(settings);
  const { engine, threads, shareCores, blocks } = settings;
  const options = { shareCores, blocks, ...(threads === undefined ? {} : { threads }) };
  if (engine === "auto") return createEngine(engine, options);
  return createEngine(engine, options).catch((error: unknown) => {
    throw error instanceof EngineUnavailableError ? engineUsageError(error) : error;
  });
}

/** Return a UsageError for an engine that cannot be used on this machine. */
export function engineUsageError(error: EngineUnavailableError): UsageError {
  const flag = `--engine ${error.engine} cannot be used (see cellgen engines)`;
  return new UsageError(`${flag}: ${error.message}`, { cause: error });
}

/** Check the flags of the engine. @throws UsageError if a flag applies to another engine. */
export function checkEngineFlags({ engine, threads, shareCores, blocks }: EngineSettings): void {
  if (engine === "auto") return;
  const onnx = /^onnx\b/.test(engine);
  const flags = [
    { name: "--threads", given: threads !== undefined, applies: onnx || engine === "tensorflow" },
    { name: "--share-cores", given: shareCores, applies: onnx },
    { name: "--no-blocks", given: !blocks, applies: onnx },
  ];
  const flag = flags.find(({ given, applies }) => given && !applies);
  if (flag)
    throw new UsageError(
      `${flag.name} requires another engine, got ${engine}. Omit it, or use --engine onnx.`,
    );
}
