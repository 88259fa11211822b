import { createHash } from "node:crypto";
import path from "node:path";
import type { Engine } from "@cellgen/engine";
import type { LoadedModel } from "@cellgen/pipelines/node";
import type { ModelSettings } from "../options/modelSettings.ts";
import { listenForInterrupts } from "../terminal/interrupts.ts";
import type { Io } from "../terminal/io.ts";
import { openModel } from "./openModel.ts";
import { startEngine } from "./startEngine.ts";

export interface ModelInUse {
  readonly model: LoadedModel;
  /** Aborted at the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Starts the engine that the settings ask for: once, when all that can be refused has been. It is disposed when the work is done. */
  start(): Promise<Engine>;
}

/** Loads the model that the settings name and listens for Ctrl-C while the work is done. */
export async function useModel(
  settings: ModelSettings,
  io: Io,
  work: (inUse: ModelInUse) => Promise<void>,
): Promise<void> {
  const interrupts = listenForInterrupts(io, "Stopping…");
  let engine: Engine | undefined;
  try {
    const model = await openModel(settings.model, settings.weights);
    const start = async (): Promise<Engine> => {
      engine ??= await startEngine(settings);
      return engine;
    };
    await work({ model, signal: interrupts.signal, start });
  } finally {
    interrupts.stop();
    await engine?.dispose();
  }
}

/** What a record says of a model and what ran it: another model in the same folder has another digest. */
export function modelRecord(
  settings: ModelSettings,
  model: LoadedModel,
  engine: Engine,
): Readonly<Record<string, unknown>> {
  const digest = createHash("sha256");
  for (const name of Object.keys(model.parameters).sort()) digest.update(model.parameters[name]!);
  return {
    model: path.resolve(settings.model),
    weights: model.weights,
    weightsSha256: digest.digest("hex"),
    engine: engine.description,
  };
}
