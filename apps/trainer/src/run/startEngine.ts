import type { Engine } from "@cellgen/engine";
import { createEngine } from "@cellgen/engine/node";
import type { EngineSettings } from "../settings/engineSettings.ts";

/** The engine that the settings ask for. */
export async function startEngine({ engine, threads, shareCores }: EngineSettings): Promise<Engine> {
  return createEngine(engine, { shareCores, ...(threads === undefined ? {} : { threads }) });
}
