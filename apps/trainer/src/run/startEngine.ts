import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import type { EngineSettings } from "../settings/engineSettings.ts";
import { UsageError } from "../terminal/usageError.ts";

/**
 * The engine that the settings ask for.
 *
 * @throws UsageError if they ask of it what only another engine does.
 */
export async function startEngine(settings: EngineSettings): Promise<Engine> {
  const { engine, threads, shareCores, blocks } = settings;
  if (engine !== "auto" && engine !== "onnx") {
    const given = [
      threads !== undefined && "--threads",
      shareCores && "--share-cores",
      !blocks && "--no-blocks",
    ];
    const flag = given.find((name) => name !== false);
    if (flag) throw new UsageError(`${flag} belongs to the engine onnx, got ${engine}. Leave it out.`);
  }
  return createEngine(engine, { shareCores, blocks, ...(threads === undefined ? {} : { threads }) });
}
