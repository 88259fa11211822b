import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import type { EngineSettings } from "../settings/engineSettings.ts";
import { UsageError } from "../terminal/usageError.ts";

/**
 * The engine that the settings ask for.
 *
 * @throws UsageError if they ask it for threads that it does not have.
 */
export async function startEngine({ engine, threads, shareCores }: EngineSettings): Promise<Engine> {
  if (threads !== undefined && engine !== "auto" && engine !== "onnx") {
    throw new UsageError(`--threads belongs to the engine onnx, got ${engine}. Leave it out.`);
  }
  return createEngine(engine, { shareCores, ...(threads === undefined ? {} : { threads }) });
}
